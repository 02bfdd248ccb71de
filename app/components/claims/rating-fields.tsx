import type { RefObject } from 'react'
import { NativeSelect, Textarea } from '@mantine/core'
import { ratings, scale } from '#server/claims/verdict.ts'
import { claimMessages } from './messages.ts'

const options = [
  { value: '', label: claimMessages.chooseRating },
  ...ratings.map((rating) => ({
    value: rating,
    label: scale[rating].value === null ? scale[rating].name : `${scale[rating].name} (${scale[rating].value}/5)`,
  })),
]

interface Props {
  readonly values: { readonly rating: string; readonly reason: string }
  readonly errors: Readonly<Record<string, string>>
  readonly focusRef: RefObject<HTMLSelectElement>
  readonly focusNow: boolean
}

/** A rating on the team's scale, and why. */
export function RatingFields({ values, errors, focusRef, focusNow }: Props) {
  return (
    <>
      <NativeSelect
        ref={focusRef}
        autoFocus={focusNow}
        size="xs"
        name="rating"
        label={claimMessages.rating}
        data={options}
        defaultValue={values.rating}
        error={errors['rating']}
      />
      <Textarea
        size="xs"
        name="reason"
        label={claimMessages.reason}
        placeholder={claimMessages.reasonHint}
        defaultValue={values.reason}
        error={errors['reason']}
        rows={3}
      />
    </>
  )
}
