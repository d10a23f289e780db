import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { userDataFolder } from '../../host/paths.ts';
import { fileIssue } from '../../data/file-issues.ts';
import { cachedFiles, clearCache, limitOf, setLimit, tensorFolder } from '../../data/tensor-cache-files.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';

export const eventsCache: Command = {
  name: 'events cache',
  summary: 'binned samples kept on disk: how large they are; empty them, or set how large they may become',
  usage: '[--clear] [--limit BYTES] [--json]',
  example: 'events cache --limit 1000000000',
  options: {
    clear: { kind: 'flag', help: 'remove every cached sample' },
    limit: {
      kind: 'integer',
      min: 0,
      value: 'BYTES',
      help: 'largest size, kept for later; what was used longest ago goes first',
    },
  },
  positionals: NO_POSITIONALS,
  async run(args) {
    const folder = tensorFolder(join(userDataFolder(), 'cache'));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (args.has('clear')) await clearCache(folder);
      const limit = args.number('limit');
      if (limit !== undefined) await setLimit(folder, limit);
      const files = await cachedFiles(folder);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const limitBytes = await limitOf(folder);
      const text = `${files.length} samples, ${bytes} of at most ${limitBytes} bytes, in ${folder}`;
      return done({ bytes, files: files.length, limitBytes, folder }, text);
    } catch (error) {
      return refused([fileIssue(error, folder)]);
    }
  },
};
