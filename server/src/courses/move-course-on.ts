import type { Transaction } from '../db/database.ts'

/** What a course holds is part of its state. */
export async function moveCourseOn(transaction: Transaction, courseId: number, at: Date): Promise<void> {
  await transaction.updateTable('courses').set({ updated_at: at }).where('id', '=', courseId).execute()
}
