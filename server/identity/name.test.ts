import { expect, test } from 'vitest'
import { nameInput } from './inputs.ts'
import { foldedName } from './name.ts'

const name = nameInput('Give a name.')

test('a name is kept with single spaces and composed letters', () => {
  for (const typed of ['Oleh  Checker', ' Oleh\u00a0Checker\u2003', 'Oleh\t\u202f\nChecker']) {
    expect(name.parse(typed)).toBe('Oleh Checker')
  }
  expect(name.parse('Zoe\u0308')).toBe('Zo\u00eb')
  expect(name.safeParse(' \u00a0 ').error?.issues[0]?.message).toBe('Give a name.')
})

test('a name whose letters are joined or not, as its script has it, is a name, and looks like itself without', () => {
  for (const typed of ['\u0639\u0644\u06CC\u200C\u0631\u0636\u0627', '\u0915\u094D\u200D\u0937']) {
    expect(name.safeParse(typed).data).toBe(typed)
    expect(foldedName(typed)).toBe(foldedName(typed.replaceAll(/[\u200C\u200D]/gu, '')))
  }
})

test('a name with what nobody sees, or with look-alike letters in one word, is refused with a sentence', () => {
  for (const typed of ['Ole\u200bh', 'Oleh\u202e', 'Ole\u00adh', 'Oleh \u3164', 'Ole\u0007h']) {
    expect(name.safeParse(typed).error?.issues[0]?.message).toMatch(/^This name holds a character that nobody sees/u)
  }
  for (const typed of ['Oleh Che\u0441ker', '\u041eleh', '\u039fleh', '\u{1d40e}\u043bег']) {
    expect(name.safeParse(typed).error?.issues[0]?.message).toBe(
      'This name mixes letters of several alphabets, which look alike. Write it in one.',
    )
  }
})

test('names of every alphabet go, also several words of different ones', () => {
  for (const typed of ['Олег Checker', 'Jean-Luc O’Brien', 'Ζωή', '李 小龍', 'Nguyễn Thị Ánh', 'محمد', 'Desk 2']) {
    expect(name.parse(typed)).toBe(typed)
  }
})
