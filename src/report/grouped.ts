/** `20000` -> `20,000`. Asking the locale for it would load every locale's data, longer than a small audit takes. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
