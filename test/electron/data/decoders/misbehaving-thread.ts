// Decoders that do what damaged files make libraries do.
import { accept } from '../../../../engine/contract/index.ts';
import { serveDecoders } from '../../../../electron/data/decoders/serve-decoders.ts';

serveDecoders({
  echo: async (ask: unknown) => accept(ask),
  hangs: async () => {
    for (;;);
  },
  throws: async () => {
    throw new Error('inflate: bad block');
  },
  exits: async () => process.exit(3),
  eats: async () => {
    const kept: object[] = [];
    for (;;) kept.push({ kept: kept.slice(-100) });
  },
  grows: async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
    try {
      memory.grow(60_000);
      return accept('grown');
    } catch (error) {
      return accept(String(error));
    }
  },
});
