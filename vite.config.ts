import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig } from 'vite'
import options from './remix.config.js'

export default defineConfig(({ command }) => ({
  plugins: [remix(options)],
  resolve: { dedupe: ['react', 'react-dom', 'yjs', '@codemirror/state', '@codemirror/view'] },
  // Mantine's package is a thousand files: the server starts almost a second sooner when only what it uses is bundled.
  ssr: { noExternal: command === 'build' ? ['@mantine/core', '@mantine/hooks', '@mantine/notifications'] : [] },
  optimizeDeps: {
    include: [
      'react',
      'react-dom',
      'react-dom/client',
      '@remix-run/react',
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/notifications',
      'yjs',
      'y-websocket',
      'y-codemirror.next',
      '@codemirror/commands',
      '@codemirror/language',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/highlight',
      '@lezer/markdown',
      'get-nonce',
      'lib0/decoding',
    ],
  },
}))
