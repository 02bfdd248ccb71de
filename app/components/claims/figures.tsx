import { useState } from 'react'
import { ActionIcon, Button } from '@mantine/core'
import { figureWords, periodWords } from '#server/claims/figure.ts'
import type { ClaimView, FigureView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { IconPencil, IconPlus } from '#app/ui/icons.ts'
import { RemoveButton } from '../forms/deed-button.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { hasDraft } from '../forms/drafts.ts'
import { GoneDrafts } from '../forms/gone-drafts.tsx'
import { FigureForm } from './figure-form.tsx'
import { claimMessages } from './messages.ts'
import { Section } from './section.tsx'
import styles from './claim-panel.module.css'

const typedLabels = {
  bound: claimMessages.bound,
  low: claimMessages.low,
  high: claimMessages.high,
  unit: claimMessages.unit,
  scope: claimMessages.scope,
  asOf: claimMessages.asOf,
  stockOrFlow: claimMessages.counted,
  periodFrom: claimMessages.periodFrom,
  periodTo: claimMessages.periodTo,
}

/** The quantities that the claim states. */
export function Figures({ claim }: { claim: ClaimView }) {
  const [editing, setEditing] = useState(() => begunFigure(claim))
  const whyNot = useWhyNot('figure.set', claim)
  const done = () => setEditing(null)
  const add = (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      disabled={whyNot !== undefined}
      title={whyNot}
      onClick={() => setEditing('new')}
    >
      {claimMessages.addFigure}
    </Button>
  )
  return (
    <Section title={claimMessages.figures} aside={add}>
      {claim.figures.length === 0 && editing !== 'new' && <p className={styles.hint}>{claimMessages.noFigures}</p>}
      <ul className={styles.items}>
        {claim.figures.map((figure) => (
          <li key={figure.id} className={styles.item}>
            {editing === figure.id ? (
              <FigureForm claim={claim} figure={figure} onDone={done} />
            ) : (
              <FigureLine claim={claim} figure={figure} whyNot={whyNot} onEdit={() => setEditing(figure.id)} />
            )}
          </li>
        ))}
      </ul>
      {editing === 'new' && <FigureForm claim={claim} onDone={done} />}
      <GoneDrafts
        action={paths.claimFigures(claim.id)}
        intent="figure.set"
        standing={['new', ...claim.figures.map(({ id }) => id)]}
        labels={typedLabels}
      />
    </Section>
  )
}

/** The figure whose form was begun before, "new" for one that is to be added. */
function begunFigure(claim: ClaimView): string | null {
  const isBegun = (id: string) => hasDraft(paths.claimFigures(claim.id), 'figure.set', id)
  return ['new', ...claim.figures.map(({ id }) => id)].find(isBegun) ?? null
}

interface LineProps {
  readonly claim: ClaimView
  readonly figure: FigureView
  readonly whyNot: string | undefined
  readonly onEdit: () => void
}

function FigureLine({ claim, figure, whyNot, onEdit }: LineProps) {
  const words = figureWords(figure)
  const { scope, asOf } = figure
  const details = [scope, periodWords(figure), asOf && claimMessages.asOfDay(asOf)].filter(Boolean)
  return (
    <>
      <span>
        <span className={styles.figure}>{words}</span>
        {details.map((detail) => ` · ${detail}`)}
      </span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={claimMessages.editFigure(words)}
        disabled={whyNot !== undefined}
        onClick={onEdit}
      >
        <IconPencil size={15} />
      </ActionIcon>
      <RemoveButton
        action={paths.claimFigures(claim.id)}
        intent="figure.withdraw"
        fields={{ figureId: figure.id }}
        label={claimMessages.removeFigure(words)}
        whyNot={whyNot}
      />
    </>
  )
}
