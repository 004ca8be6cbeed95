/** Amounts of credits are text with two decimals, and are reckoned in whole hundredths, so that none is lost on the way. */

/** What a column of amounts can hold: 999999999999.99. */
export const maxHundredths = 10 ** 14 - 1

export function toHundredths(amount: string): number {
  return Math.round(Number(amount) * 100)
}

/** Such as `12.50`. */
export function toAmount(hundredths: number): string {
  return (hundredths / 100).toFixed(2)
}
