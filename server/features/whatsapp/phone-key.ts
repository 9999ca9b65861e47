/**
 * One key for one person's number, however it is written. Brazilian mobile numbers got a ninth digit, which WhatsApp
 * leaves out of the accounts of most area codes: 55 31 8765-4321 and 55 31 98765-4321 are the same. Landlines (2 to 5
 * after the area code) have none.
 * @param waId digits with the country code
 */
export function phoneKeyOf(waId: string): string {
  const [, area, mobile] = /^55([1-9]\d)([6-9]\d{7})$/.exec(waId) ?? []
  return area === undefined || mobile === undefined ? waId : `55${area}9${mobile}`
}

/** As people in Brazil write it; other countries' numbers keep their digits. */
export function formatPhone(waId: string): string {
  const [, area, start, end] = /^55(\d\d)(\d{4,5})(\d{4})$/.exec(phoneKeyOf(waId)) ?? []
  return start === undefined ? `+${waId}` : `+55 ${area} ${start}-${end}`
}
