declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  import type { FunctionComponent } from 'react'
  import type { IconProps } from '@tabler/icons-react'

  const Icon: FunctionComponent<IconProps>
  export default Icon
}
