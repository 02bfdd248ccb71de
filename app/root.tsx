import './styles/mantine.ts'
import { useContext, type ReactNode } from 'react'
import type { LinksFunction } from '@remix-run/node'
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
  type ShouldRevalidateFunction,
} from '@remix-run/react'
import { ColorSchemeScript, MantineProvider, mantineHtmlProps } from '@mantine/core'
import { ShellHeader } from './components/identity/shell-header.tsx'
import { SignInAgain } from './components/identity/sign-in-again.tsx'
import { ErrorPage } from './components/errors/error-page.tsx'
import { KeptFocus } from './components/realtime/kept-focus.tsx'
import { StayHere } from './components/realtime/stay-here.tsx'
import { StrandedWords, UnsavedElsewhere, UnsavedWarning } from './components/realtime/unsaved-words.tsx'
import { loads, whoAsks } from './http/context.server.ts'
import { keptShellLoader } from './http/kept-loader.ts'
import { Nonce } from './http/nonce.ts'
import { isHeaderStale, pageState } from './http/page-state.ts'
import { paths } from './paths.ts'
import { theme } from './ui/theme.ts'

export const links: LinksFunction = () => [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }]

export const loader = loads(async ({ request, context }) => {
  const found = await whoAsks(request, context)
  if (!found) return { viewer: null, upTo: 0 }
  const { personId, name, roles, teamId } = found.actor
  const hasNewSignIn = (await context.sessions.unfamiliarOf(found.actor)) > 0
  return { viewer: { personId, name, roles, teamId, teams: found.teams, hasNewSignIn }, upTo: 0 }
})

// A page that is kept while the server is away keeps its header.
export const clientLoader = keptShellLoader(({ viewer }: Awaited<ReturnType<typeof loader>>) => viewer)

// Who is signed in changes with forms and pages, and their roles with what happens to the team, not with the other
// events that make a page load its data again; only what is done on the page of one's account changes what the header
// says of it.
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, currentUrl, nextUrl }) =>
  formAction !== undefined ||
  currentUrl.pathname !== nextUrl.pathname ||
  nextUrl.pathname === paths.account() ||
  isHeaderStale(pageState())

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
          <ShellHeader viewer={data?.viewer ?? null} upTo={data?.upTo ?? 0} />
          <UnsavedWarning />
          <SignInAgain teams={data?.viewer?.teams ?? []} />
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
  return (
    <>
      <KeptFocus />
      <StayHere />
      <UnsavedElsewhere />
      <Outlet />
    </>
  )
}

export const ErrorBoundary = ErrorPage
