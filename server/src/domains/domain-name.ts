import { domainToASCII } from 'node:url'
import { parse } from 'tldts'

/** Where anybody gets an address: nobody's of the organizations here. */
const publicMailHosts = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com gmx.com
  gmx.de gmx.net web.de mail.com proton.me protonmail.com pm.me zoho.com yandex.com yandex.ru mail.ru qq.com 163.com 126.com
  foxmail.com naver.com daum.net fastmail.com hey.com tutanota.com tuta.com rediffmail.com t-online.de orange.fr free.fr laposte.net
  libero.it comcast.net btinternet.com`.split(/\s+/),
)

/** A domain as it is kept: in small letters and ASCII. `problem`: the end of a sentence that begins with the field's name. */
export function readDomain(text: string): { readonly name: string; readonly problem: string | null } {
  const name = domainToASCII(text.trim().replace(/\.$/, ''))
  const { hostname, domain, publicSuffix, isIp } = parse(name, { allowPrivateDomains: true })
  if (!name.includes('.') || isIp || hostname !== name || publicSuffix === null || !/^[a-z0-9.-]+$/.test(name))
    return { name, problem: 'must be a domain such as school.example.com' }
  if (domain === null) return { name, problem: 'is where others have their domains: it is no one’s own' }
  if (publicMailHosts.has(name)) return { name, problem: 'is where anybody gets an address' }
  return { name, problem: null }
}
