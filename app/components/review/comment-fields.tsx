import { useRef, useState } from 'react'
import { Combobox, Textarea, useCombobox, VisuallyHidden } from '@mantine/core'
import type { Nameable } from '#server/review/mentions.ts'
import { threadMessages } from './thread-messages.ts'
import { askedName, peopleLike } from './naming.ts'
import { useThreads } from './use-threads.ts'

interface Props {
  readonly values: { readonly words: string; readonly mentions: string }
  readonly errors: Readonly<Record<string, string>>
}

/** The words of a comment. An `@` offers the team's members; whom it names is kept by id beside the words. */
export function CommentFields({ values, errors }: Props) {
  const people = useThreads().view?.people ?? []
  const [mentions, setMentions] = useState(values.mentions)
  const [found, setFound] = useState<readonly Nameable[]>([])
  const area = useRef<HTMLTextAreaElement>(null)
  const chosen = useRef<HTMLInputElement>(null)
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() })

  const look = () => {
    const asked = area.current && askedName(area.current.value, area.current.selectionStart)
    const like = asked ? peopleLike(asked.name, people) : []
    setFound(like)
    if (like.length === 0) return list.closeDropdown()
    list.openDropdown()
    // The options are drawn after this.
    requestAnimationFrame(() => list.selectFirstOption())
  }
  const choose = (personId: string) => {
    const person = found.find((each) => each.personId === personId)
    const field = area.current
    const asked = field && askedName(field.value, field.selectionStart)
    if (person && asked) {
      field.setRangeText(`@${person.name} `, asked.at, field.selectionStart, 'end')
      const named = `${mentions} ${personId}`.trim()
      setMentions(named)
      // The form keeps what is in its fields when something is typed, and this was; it looks before this is drawn.
      if (chosen.current) chosen.current.value = named
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.focus()
    }
    list.closeDropdown()
  }
  return (
    <>
      <input ref={chosen} type="hidden" name="mentions" value={mentions} />
      <Combobox store={list} onOptionSubmit={choose} withinPortal={false} position="bottom-start" width={260}>
        <Combobox.Target withKeyboardNavigation={list.dropdownOpened}>
          <Textarea
            ref={area}
            size="xs"
            name="words"
            label={threadMessages.words}
            description={threadMessages.hint}
            defaultValue={values.words}
            error={errors['words']}
            autosize
            minRows={2}
            maxRows={12}
            autoFocus
            onInput={look}
            onClick={look}
            onBlur={() => list.closeDropdown()}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={found.length === 0}>
          <Combobox.Options aria-label={threadMessages.people}>
            {found.map(({ personId, name }) => (
              <Combobox.Option key={personId} value={personId} onMouseDown={(event) => event.preventDefault()}>
                {name}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <VisuallyHidden role="status">
        {list.dropdownOpened && `${threadMessages.peopleFound(found.length)}. ${threadMessages.choosing}`}
      </VisuallyHidden>
    </>
  )
}
