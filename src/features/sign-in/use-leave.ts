import { useRouter } from 'next/router'

/**
 * Leaves by a full page load: nothing cached or connected before the sign-in survives it. Pages of ours open in the
 * language of the page that is left.
 */
export function useLeave(): (address: string) => void {
  const { locale, defaultLocale } = useRouter()
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  return (address) => {
    const url = new URL(address, window.location.origin)
    const isOurs = url.origin === window.location.origin
    const isPrefixed = url.pathname === prefix || url.pathname.startsWith(`${prefix}/`)
    if (isOurs && !isPrefixed) url.pathname = `${prefix}${url.pathname}`
    window.location.assign(url)
  }
}
