/**
 * What shops, forms and other systems call the things that our fields hold. Nobody's name is taken for ours by this table: it
 * says what may be meant where ours is not given. A name stands here in its letters and digits alone, all of them small.
 */

const who = '(?:billing|shipping|customer|student|learner|user|contact|client|buyer|participant|attendee|member|your)?'
const wholeName = `${who}(?:name|fullname|wholename|completename|displayname)(?<!^username)`
const about = '(?:access|course|plan|subscription|membership|licen[cs]e|enrol{1,2}ment)?'

const courses = new RegExp(
  [
    'course|skus?$|^sku|^enrol{1,2}ments?$',
    '^(?:line|order|cart|basket|purchased)?(?:item|product|class|exam|programm?e?|lesson|training|package|bundle)(?:s|es)?(?:(?:id|name|code|type|title|slug)s?)?$',
  ].join('|'),
)

export const wellKnownNames: Readonly<Record<string, RegExp>> = {
  email: /mail(?:id|addr(?:ess)?)?$|^(?:user(?:name|login)?|login|recipient)$/,
  first_name: new RegExp(`^(?:${who}(?:first|fname|given|forename|firstname|givenname)|${wholeName})$`),
  last_name: new RegExp(
    `^(?:${who}(?:last|lname|sname|second|family|surname|secondname|lastname|familyname)|${wholeName})$`,
  ),
  course: courses,
  courses,
  product: courses,
  products: courses,
  tenure_months: new RegExp(
    [
      'tenure|^month$|months|duration',
      `^${about}(?:period|length|days|weeks|years|until|till|access)$`,
      `^${about}(?:validity|valid(?:to|until|till|for|through|thru))(?:date)?$`,
      `^${about}(?:expir(?:y|es|ation)|ends?)(?:at|on|in|date)?$`,
    ].join('|'),
  ),
  external_ref: new RegExp(
    [
      '(?:order|invoice|payment|transaction|txn|purchase|receipt|checkout|external|ext)(?:ref|reference|id|no|num|nr|number|key)+$',
      '^(?:order|invoice|transaction|txn|purchase|receipt|external|externalorder)$',
      '^(?:your|my|our|client|customer|merchant)?ref(?:erence)?(?:id|no|num|nr|number)?$',
    ].join('|'),
  ),
  send_welcome_email:
    /^(?:send)?welcome(?:e?mail)?$|^send(?:an?)?e?mails?$|^(?:send)?(?:notify|notifications?|invite|invitation)$|^notify(?:user|student|learner|customer)$|^(?:no|skip|suppress|disable)(?:welcome)?(?:e?mails?)?$/,
}
