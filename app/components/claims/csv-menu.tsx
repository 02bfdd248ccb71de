import { Link } from '@remix-run/react'
import { Button, Menu } from '@mantine/core'
import { paths } from '#app/paths.ts'
import { csvMessages as words } from './messages.ts'

/** Where a report's claims go out to a spreadsheet, and come in from one. */
export function CsvMenu({ reportId, canImport }: { reportId: string; canImport: boolean }) {
  return (
    <Menu withinPortal={false} withInitialFocusPlaceholder={false} position="bottom-end" width={240}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" aria-label={words.menu} title={words.menu}>
          CSV ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={paths.reportClaimsFile(reportId)} download>
          {words.download}
        </Menu.Item>
        {canImport && (
          <Menu.Item component={Link} to={paths.importClaims(reportId)}>
            {words.import}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
