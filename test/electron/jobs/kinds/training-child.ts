/** Trains a toy network, going on from the checkpoint in the folder; prints a line per update, so that it can be killed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCheckpoint } from '../../../../engine/train/index.ts';
import { writeFileAtomic } from '../../../../electron/store/atomic-file.ts';
import { toyPlan, train } from '../../../engine/train/fixtures.ts';

const EPOCHS = 12;
const [folder] = process.argv.slice(2);
const file = join(folder, 'last.spikexckpt');
const saved = existsSync(file) ? decodeCheckpoint(new Uint8Array(readFileSync(file)), file) : null;
// Killed between its last checkpoint and its end.
if (saved?.ok && saved.value.epoch === EPOCHS) process.exit(0);
if (saved && !saved.ok) throw new Error(saved.issues[0].message);
const { outcome } = train(
  toyPlan({ epochs: EPOCHS, dropout: 0.2, hardwareLoss: { mode: 'off', beta: 0, objective: 'per-layer' } }),
  {
    ...(saved && { resume: saved.value }),
    hooks: {
      onProgress: ({ epoch, step }) => process.stdout.write(`${epoch} ${step}\n`),
      saveCheckpoint(kind, bytes) {
        if (kind !== 'last') return;
        const written = writeFileAtomic(file, bytes);
        if (!written.ok) throw new Error(written.issues[0].message);
      },
    },
  },
);
if (!outcome.ok) throw new Error(outcome.issues[0].message);
