import { lazy, Suspense, useState } from 'react'
import { useLocation } from '@remix-run/react'
import { Loader, Modal, UnstyledButton } from '@mantine/core'
import { IconRelations } from '#app/ui/icons.ts'
import { relationMessages } from './messages.ts'

// Drawing takes a library that nobody else needs.
const RelationsPicture = lazy(async () => ({ default: (await import('./relations-picture.tsx')).RelationsPicture }))

/** Shows how the report's claims belong together, until one of them is opened. */
export function RelationsButton({ className }: { className: string | undefined }) {
  const { key } = useLocation()
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  return (
    <>
      <UnstyledButton className={className ?? ''} aria-haspopup="dialog" onClick={() => setOpenedAt(key)}>
        <IconRelations size={16} aria-hidden /> {relationMessages.relations}
      </UnstyledButton>
      <Modal.Root opened={openedAt === key} onClose={() => setOpenedAt(null)} size="min(1240px, 96vw)">
        <Modal.Overlay />
        <Modal.Content>
          {/* A header in a dialog would count as another banner of the page. */}
          <Modal.Header role="presentation">
            <Modal.Title>{relationMessages.pictureTitle}</Modal.Title>
            <Modal.CloseButton aria-label="Close" />
          </Modal.Header>
          <Modal.Body>
            <Suspense fallback={<Loader aria-label={relationMessages.drawing} />}>
              <RelationsPicture />
            </Suspense>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  )
}
