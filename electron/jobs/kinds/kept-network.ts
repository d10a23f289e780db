/** A network that a job made, as two files of one name in a folder: NAME.json, and NAME.spkx with weights to start from. */
import { accessSync, constants, existsSync, mkdirSync, opendirSync } from 'node:fs';
import { join } from 'node:path';
import {
  accept,
  errorAt,
  type Issue,
  type NetworkSpec,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { encodeCheckpoint, type Checkpoint } from '../../../engine/train/index.ts';
import { fileIssue } from '../../data/file-issues.ts';
import { writeFileAtomic } from '../../store/atomic-file.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const LONGEST = 64;

/** code: of the issue. */
export function networkNameIssues(name: string, code: string): Issue[] {
  if (NAME.test(name)) return [];
  const rule = 'must be 1 to 64 letters, digits, dots, dashes or underscores';
  return [errorAt('name', code, `${rule} (got ${JSON.stringify(name)})`)];
}

/** A name that may be kept, made of any text. */
export function networkNameFrom(text: string, otherwise: string): string {
  return (
    text
      .replaceAll(/[^A-Za-z0-9._-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, LONGEST) || otherwise
  );
}

/** The name, or with the first number behind it that no network of the folder has. */
export function freeNetworkName(folder: string, name: string): string {
  const isTaken = (one: string) => Object.values(filesOf(folder, one)).some((file) => existsSync(file));
  if (!isTaken(name)) return name;
  for (let n = 2; ; n++) {
    const end = `-${n}`;
    const numbered = name.slice(0, LONGEST - end.length) + end;
    if (!isTaken(numbered)) return numbered;
  }
}

/** Makes the folder where it is missing. None: files can be written there. */
export function folderIssues(folder: string): Issue[] {
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    opendirSync(folder).closeSync();
    accessSync(folder, constants.W_OK);
    return [];
  } catch (error) {
    return [fileIssue(error, folder)];
  }
}

export const keepNetwork = (folder: string, network: NetworkSpec): Outcome<string> =>
  written(filesOf(folder, network.name).network, jsonBytes(network));

/** Weights to start from: no epoch is done, no optimiser has moved. */
export const keepWeights = (
  folder: string,
  checkpoint: Pick<Checkpoint, 'network' | 'settings' | 'weights'>,
): Outcome<string> =>
  written(
    filesOf(folder, checkpoint.network.name).checkpoint,
    encodeCheckpoint({
      ...checkpoint,
      epoch: 0,
      best: { epoch: 0, accuracy: 0 },
      optimiser: null,
      hardware: null,
    }),
  );

const filesOf = (folder: string, name: string) => ({
  network: join(folder, `${name}.json`),
  checkpoint: join(folder, `${name}.spkx`),
});

function written(file: string, bytes: Uint8Array): Outcome<string> {
  const outcome = writeFileAtomic(file, bytes);
  return outcome.ok ? accept(outcome.value.file) : outcome;
}

const jsonBytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
