import { Alert } from '@mantine/core'
import type { Returned } from '#server/review/review-view.ts'
import { When } from '../history/when.tsx'

/** What an editor sent something back with; the title says who and what. */
export function ReturnedNotice({ returned: { note, at }, title }: { returned: Returned; title: string }) {
  return (
    <Alert color="yellow" p="xs" title={title}>
      {note}
      <div className="quiet">
        <When at={at} />
      </div>
    </Alert>
  )
}
