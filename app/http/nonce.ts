import { createContext } from 'react'

/** The nonce of this response, for what renders on the server. */
export const Nonce = createContext('')

/** The nonce in the browser: the attribute reads empty there, the property does not. */
export function browserNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
}
