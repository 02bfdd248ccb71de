import type { ReactNode } from 'react'
import { Alert, Textarea } from '@mantine/core'
import type { HoldsView, HoldView } from '#server/reports/queries/holds.ts'
import { paths } from '#app/paths.ts'
import { IconLock } from '#app/ui/icons.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { When } from '../history/when.tsx'
import { holdMessages as words } from './hold-messages.ts'

interface Props {
  readonly reportId: string
  readonly holds: HoldsView
}

/** Why nothing of a report may be erased, and the forms that place and lift such a hold. */
export function LegalHolds({ reportId, holds: { holds, whyNot } }: Props) {
  const isHeld = holds.some(({ lifted }) => !lifted)
  return (
    <details open={isHeld}>
      <summary>
        {words.title}
        {isHeld || ` · ${words.none}`}
      </summary>
      {isHeld && <p>{words.means}</p>}
      {holds.map((hold) => (
        <Hold key={hold.number} hold={hold}>
          {hold.lifted === null && (
            <Reason
              reportId={reportId}
              intent="hold.lift"
              number={hold.number}
              label={words.lift(hold.number)}
              asked={words.liftReason}
              whyNot={whyNot['hold.lift']}
            />
          )}
        </Hold>
      ))}
      <Reason
        reportId={reportId}
        intent="hold.place"
        label={words.place}
        asked={words.placeReason}
        hint={words.placeHint}
        whyNot={whyNot['hold.place']}
      />
    </details>
  )
}

function Hold({ hold: { number, reason, by, at, lifted }, children }: { hold: HoldView; children: ReactNode }) {
  return (
    <Alert
      component="section"
      role="region"
      aria-label={words.hold(number)}
      title={words.hold(number)}
      color={lifted ? 'gray' : 'yellow'}
      icon={<IconLock size={18} />}
      my="xs"
    >
      <p>
        {words.placed(by)} <When at={at} />: <q dir="auto">{reason}</q>
      </p>
      {lifted && (
        <p>
          {words.lifted(lifted.by)} <When at={lifted.at} />: <q dir="auto">{lifted.reason}</q>
        </p>
      )}
      {children}
    </Alert>
  )
}

interface ReasonProps {
  readonly reportId: string
  readonly intent: 'hold.place' | 'hold.lift'
  readonly number?: number
  readonly label: string
  readonly asked: string
  readonly hint?: string
  readonly whyNot: string | null
}

function Reason({ reportId, intent, number, label, asked, hint, whyNot }: ReasonProps) {
  return (
    <DeedForm
      action={paths.reportHolds(reportId)}
      intent={intent}
      {...(number === undefined ? {} : { subject: String(number) })}
      label={label}
      submit={label}
      values={{ reason: '' }}
      readOnly={whyNot ?? undefined}
    >
      {({ values, errors }) => (
        <>
          {number !== undefined && <input type="hidden" name="number" value={number} />}
          <Textarea
            name="reason"
            label={asked}
            {...(hint ? { description: hint } : {})}
            autosize
            minRows={2}
            defaultValue={values.reason}
            error={errors['reason']}
          />
        </>
      )}
    </DeedForm>
  )
}
