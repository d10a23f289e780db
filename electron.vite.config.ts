import { defineConfig } from 'electron-vite';
import vue from '@vitejs/plugin-vue';
import { resolve } from 'node:path';

const input = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      license: { fileName: 'licences.json' },
      sourcemap: true,
      minify: false,
      rollupOptions: {
        input: {
          main: input('electron/main/main.ts'),
          serve: input('electron/web/serve.ts'),
          cli: input('electron/cli/cli.ts'),
          worker: input('electron/jobs/worker.ts'),
          'team-worker': input('electron/jobs/team/team-worker.ts'),
          'decoder-thread': input('electron/data/decoders/decoder-thread.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { preload: input('electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    build: {
      outDir: 'out/renderer',
      license: { fileName: 'licences.json' },
      minify: true,
      chunkSizeWarningLimit: 1500,
      rollupOptions: { input: input('renderer/index.html') },
    },
    plugins: [vue()],
  },
});
