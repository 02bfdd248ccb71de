import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation } from '@remix-run/react'
import { Loader, Modal, UnstyledButton } from '@mantine/core'
import { IconRelations } from '#app/ui/icons.ts'
import { relationMessages } from './messages.ts'

// Drawing takes a library that nobody else needs.
const RelationsPicture = lazy(async () => ({ default: (await import('./relations-picture.tsx')).RelationsPicture }))

/** Shows how the report's claims belong together, until one of them is opened. */
export function RelationsButton({ className }: { className: string | undefined }) {
  const [opened, setOpened] = useState(false)
  const { key } = useLocation()
  useEffect(() => setOpened(false), [key])
  return (
    <>
      <UnstyledButton className={className ?? ''} aria-haspopup="dialog" onClick={() => setOpened(true)}>
        <IconRelations size={16} aria-hidden /> {relationMessages.relations}
      </UnstyledButton>
      <Modal.Root opened={opened} onClose={() => setOpened(false)} size="min(1240px, 96vw)">
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
