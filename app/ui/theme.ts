import { createTheme } from '@mantine/core'

const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

// What is typed runs in the direction of its own script.
const typed = { defaultProps: { dir: 'auto' } }

/** One accent colour, a system sans for the interface. The report's serif is set where reports are read. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: sans,
  headings: { fontFamily: sans, fontWeight: '600' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: { TextInput: typed, Textarea: typed },
})
