/** The import form as its fields hold it, and what is asked with it. */
import {
  DEFAULT_NIR_RUN,
  type NirRunOptions,
  type NirRunSpec,
  type SystemName,
} from '../../../../engine/contract/index.ts';

export interface ImportForm extends Omit<NirRunOptions, 'dtS'> {
  readonly file: string;
  /** Null: not given yet; nothing is read before. */
  readonly dtMs: number | null;
  readonly source: string;
  readonly steps: number | null;
  readonly samples: number | null;
  readonly systems: readonly SystemName[];
  readonly tws: number | null;
}
export type ImportField = keyof ImportForm;

export const FIRST_IMPORT: ImportForm = {
  file: '',
  dtMs: null,
  ...DEFAULT_NIR_RUN,
  source: 'synthetic-nmnist',
  steps: 300,
  samples: 100,
  systems: ['spikex', 'ptb'],
  tws: 4,
};

/** T of the mapped network where the samples decide theirs. */
export const FALLBACK_STEPS = 300;

/** Null while the step is missing. */
export function optionsOf({
  dtMs,
  integration,
  reset,
  firing,
  integrator,
}: ImportForm): NirRunOptions | null {
  return dtMs !== null && dtMs > 0 ? { dtS: dtMs / 1000, integration, reset, firing, integrator } : null;
}

export function runSpecOf(form: ImportForm): NirRunSpec | null {
  const options = optionsOf(form);
  if (!options || !form.file) return null;
  return {
    file: form.file,
    options,
    data: form.source,
    steps: form.steps,
    most: form.samples,
    systems: form.systems,
    tws: [form.tws ?? 1],
  };
}

/** A name for the library: the file's, without what such names may not hold. */
export function libraryName(file: string): string {
  const last = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const plain = last.replace(/\.(nir|net)$/i, '').replaceAll(/[^A-Za-z0-9._-]/g, '-');
  return plain.replace(/^[^A-Za-z0-9]+/, '').slice(0, 64) || 'imported';
}
