/** Host, port and password of a Redis URL, as the peers' options want them. */
export function connectionOf(url: string): { readonly host: string; readonly port: number; readonly password: string } {
  const { hostname, port, password } = new URL(url)
  return { host: hostname, port: Number(port), password }
}
