import './styles/mantine.ts'
import { useContext, type ReactNode } from 'react'
import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node'
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
  type ShouldRevalidateFunction,
} from '@remix-run/react'
import { ColorSchemeScript, MantineProvider, mantineHtmlProps } from '@mantine/core'
import { ShellHeader } from './components/identity/shell-header.tsx'
import { StrandedWords, UnsavedWarning } from './components/realtime/unsaved-words.tsx'
import { Nonce } from './http/nonce.ts'
import { theme } from './ui/theme.ts'

export const links: LinksFunction = () => [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const found = await context.sessions.authenticate(request.headers.get('cookie'))
  return { viewer: found && { name: found.actor.name, roles: found.actor.roles, teamName: found.teamName } }
}

// Who is signed in changes with forms and pages, not with the events that make a page load its data again.
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, currentUrl, nextUrl }) =>
  formAction !== undefined || currentUrl.pathname !== nextUrl.pathname

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(Nonce)
  const data = useRouteLoaderData<typeof loader>('root')
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
        <Meta />
        <Links />
      </head>
      <body>
        <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
          <a className="skip-link" href="#main">
            Skip to the content
          </a>
          <ShellHeader viewer={data?.viewer ?? null} />
          <UnsavedWarning />
          <StrandedWords />
          <main id="main" className="shell-main" tabIndex={-1}>
            {children}
          </main>
        </MantineProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  const missing = isRouteErrorResponse(error) && error.status === 404
  return (
    <div className="plain-page">
      <title>{missing ? 'Not found · Plumbline' : 'Something went wrong · Plumbline'}</title>
      <h1>{missing ? 'There is nothing at this address' : 'Something went wrong'}</h1>
      <p>
        {missing
          ? 'It may have been mistyped, or it belongs to another team.'
          : 'The server could not show this page. What was saved is kept; reload the page to try again.'}
      </p>
      <p>
        <a href="/">Go to the reports</a>
      </p>
    </div>
  )
}
