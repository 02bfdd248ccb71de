import { useState } from 'react'
import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import { figureWords } from '#server/claims/figure.ts'
import { relationKinds, relationNames, type RelationKind } from '#server/claims/relation.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWorkspace } from '../reports/workspace-context.ts'
import { relationMessages, relationParts } from './messages.ts'
import styles from './claim-panel.module.css'

const kindOptions = relationKinds.map((kind) => ({ value: kind, label: relationNames[kind] }))
const kindOf = (value: string | undefined): RelationKind => relationKinds.find((kind) => kind === value) ?? 'sum'

interface Option {
  readonly value: string
  readonly label: string
}

/** States a relation of this claim to others. */
export function RelationForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const { view } = useWorkspace()
  const others = view.claims.filter((other) => !other.withdrawn && other.id !== claim.id)
  if (others.length === 0) return <p className={styles.hint}>{relationMessages.needsOthers}</p>
  return (
    <DeedForm
      action={paths.claimRelations(claim.id)}
      intent="relation.add"
      label={relationMessages.add}
      submit={relationMessages.save}
      values={null}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ errors, draft }) => <RelationFields claim={claim} others={others} errors={errors} draft={draft} />}
    </DeedForm>
  )
}

/** A claim to choose; where figures count, one with several once for each of them. */
function optionsOf({ id, number, statement, figures }: ClaimView, isCompared: boolean): Option[] {
  const label = `${number} · ${statement}`
  if (!isCompared || figures.length === 0) return [{ value: id, label }]
  return figures.map((figure) => ({ value: `${id}:${figure.id}`, label: `${label} · ${figureWords(figure)}` }))
}

interface FieldsProps {
  readonly claim: ClaimView
  readonly others: readonly ClaimView[]
  readonly errors: Readonly<Record<string, string>>
  readonly draft: Readonly<Record<string, string>>
}

function RelationFields({ claim, others, errors, draft }: FieldsProps) {
  const [kind, setKind] = useState(() => kindOf(draft['kind']))
  // What is told of the fields that one kind has is not told of those of another.
  const [left, setLeft] = useState<FieldsProps['errors'] | null>(null)
  const ofKind = errors === left ? {} : errors
  const isCompared = kind !== 'depends-on'
  const options = others.flatMap((other) => optionsOf(other, isCompared))
  return (
    <>
      <NativeSelect
        size="xs"
        name="kind"
        label={relationMessages.kind}
        data={kindOptions}
        defaultValue={kind}
        onChange={(event) => {
          setKind(kindOf(event.currentTarget.value))
          setLeft(errors)
        }}
        error={errors['kind']}
      />
      {isCompared && claim.figures.length > 1 && (
        <NativeSelect
          size="xs"
          name="figureId"
          label={relationMessages.ownFigure}
          data={claim.figures.map((figure) => ({ value: figure.id, label: figureWords(figure) }))}
          defaultValue={draft['figureId']}
          error={errors['figureId']}
        />
      )}
      <PartsField key={kind} kind={kind} options={options} error={ofKind['parts']} chosen={draft['parts'] ?? ''} />
      <TextInput
        size="xs"
        name="note"
        label={relationMessages.note}
        defaultValue={draft['note']}
        error={errors['note']}
        autoComplete="off"
      />
    </>
  )
}

interface PartsProps {
  readonly kind: RelationKind
  readonly options: readonly Option[]
  readonly error: string | undefined
  readonly chosen: string
}

/** The other claims: several for a sum, one for every other kind. */
function PartsField({ kind, options, error, chosen }: PartsProps) {
  if (kind !== 'sum') {
    return (
      <NativeSelect
        size="xs"
        name="parts"
        label={relationParts[kind]}
        data={[{ value: '', label: relationMessages.choose }, ...options]}
        defaultValue={chosen}
        error={error}
      />
    )
  }
  return (
    <Checkbox.Group defaultValue={chosen.split('\n')} label={relationParts.sum} error={error} size="xs">
      <Stack gap={6} mt={6} mah={260} style={{ overflow: 'auto' }}>
        {options.map(({ value, label }) => (
          <Checkbox key={value} size="xs" name="parts" value={value} label={label} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
