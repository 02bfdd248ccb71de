import { Form, Link } from '@remix-run/react'
import { Button, useMantineColorScheme } from '@mantine/core'
import { paths } from '#app/paths.ts'

interface Viewer {
  readonly name: string
  readonly roles: readonly string[]
  readonly teamName: string
}

/** The top of every page: where you are, who you are, and the way out. */
export function ShellHeader({ viewer }: { viewer: Viewer | null }) {
  return (
    <header className="shell-header">
      <Link className="shell-name" to={paths.home()}>
        Plumbline
      </Link>
      {viewer && <span className="shell-team">{viewer.teamName}</span>}
      <span className="shell-person">{viewer && `${viewer.name}, ${viewer.roles.join(' and ')}`}</span>
      <ColorSchemeButton />
      {viewer && (
        // A page that is left for good: the browser asks first when words in it are not saved.
        <Form method="post" action={paths.signOut()} reloadDocument>
          <Button type="submit" size="compact-sm" variant="default">
            Sign out
          </Button>
        </Form>
      )}
    </header>
  )
}

function ColorSchemeButton() {
  const { toggleColorScheme } = useMantineColorScheme()
  return (
    <Button size="compact-sm" variant="default" onClick={toggleColorScheme}>
      Light or dark
    </Button>
  )
}
