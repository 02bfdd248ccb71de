import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { RemixBrowser } from '@remix-run/react'
import { setNonce } from 'get-nonce'
import { browserNonce, Nonce } from './http/nonce.ts'

const nonce = browserNonce()
// Dialogs lock scrolling with a style element of their own.
setNonce(nonce)

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <Nonce.Provider value={nonce}>
        <RemixBrowser />
      </Nonce.Provider>
    </StrictMode>,
  )
})
