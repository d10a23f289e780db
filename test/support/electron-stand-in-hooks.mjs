// node --import FILE: `electron` becomes the stand-in, for import and require alike.
import { registerHooks } from 'node:module';

const url = new URL('./electron-stand-in.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
});
