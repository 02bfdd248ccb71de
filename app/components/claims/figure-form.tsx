import { useState } from 'react'
import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { boundNames, bounds, figureWords, stockOrFlowNames, stockOrFlows } from '#server/claims/figure.ts'
import type { ClaimView, FigureView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'

type Values = Omit<FigureView, 'id' | 'seq'>
type Errors = Readonly<Record<string, string>>

const blank: Values = {
  bound: 'exactly',
  low: '',
  high: '',
  unit: '',
  asOf: '',
  scope: '',
  stockOrFlow: '',
  periodFrom: '',
  periodTo: '',
}
const boundOptions = bounds.map((bound) => ({ value: bound, label: boundNames[bound] }))
const countedOptions = stockOrFlows.map((value) => ({ value, label: stockOrFlowNames[value] }))

interface Props {
  readonly claim: ClaimView
  readonly figure?: FigureView
  readonly onDone: () => void
}

/** Adds a figure, or changes the one given. */
export function FigureForm({ claim, figure, onDone }: Props) {
  return (
    <DeedForm
      action={paths.claimFigures(claim.id)}
      intent="figure.set"
      subject={figure?.id ?? 'new'}
      label={figure ? claimMessages.editFigure(figureWords(figure)) : claimMessages.addFigure}
      submit={claimMessages.saveFigure}
      values={figure ?? blank}
      {...(figure && { seen: figure.seq })}
      readOnly={useWhyNot('figure.set', claim)}
      standing={figure && figureWords(figure)}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ values, errors }) => (
        <>
          <input type="hidden" name="figureId" value={figure?.id ?? ''} />
          <FigureFields values={values} errors={errors} />
        </>
      )}
    </DeedForm>
  )
}

function FigureFields({ values, errors }: { values: Values; errors: Errors }) {
  const [bound, setBound] = useState<string>(values.bound)
  const [counted, setCounted] = useState<string>(values.stockOrFlow)
  const between = bound === 'between'
  const field = (name: 'low' | 'high' | 'unit' | 'scope', label: string, placeholder?: string) => (
    <TextInput
      size="xs"
      name={name}
      label={label}
      placeholder={placeholder}
      inputMode={name === 'low' || name === 'high' ? 'decimal' : 'text'}
      defaultValue={values[name]}
      error={errors[name]}
      autoComplete="off"
    />
  )
  const day = (name: 'asOf' | 'periodFrom' | 'periodTo', label: string) => (
    <TextInput size="xs" name={name} type="date" label={label} defaultValue={values[name]} error={errors[name]} />
  )
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="xs">
      <NativeSelect
        size="xs"
        name="bound"
        label={claimMessages.bound}
        data={boundOptions}
        defaultValue={values.bound}
        onChange={(event) => setBound(event.currentTarget.value)}
        error={errors['bound']}
      />
      {field('low', between ? claimMessages.lowOfRange : claimMessages.low)}
      {between ? field('high', claimMessages.high) : <input type="hidden" name="high" value="" />}
      {field('unit', claimMessages.unit)}
      {field('scope', claimMessages.scope, claimMessages.scopeHint)}
      {day('asOf', claimMessages.asOf)}
      <NativeSelect
        size="xs"
        name="stockOrFlow"
        label={claimMessages.counted}
        data={countedOptions}
        defaultValue={values.stockOrFlow}
        onChange={(event) => setCounted(event.currentTarget.value)}
        error={errors['stockOrFlow']}
      />
      {counted === 'flow' && day('periodFrom', claimMessages.periodFrom)}
      {counted === 'flow' && day('periodTo', claimMessages.periodTo)}
    </SimpleGrid>
  )
}
