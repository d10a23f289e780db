/** The fields of the import form; order is the order on the screen. */
import type { FieldLook } from '../../components/form-field.ts';
import { importTexts as texts } from '../../texts/import.ts';
import type { ImportField } from './form.ts';

export interface ImportFieldGroup {
  readonly title: string;
  readonly fields: readonly FieldLook<ImportField>[];
}

const whole = { kind: 'number', min: 1, step: 1 } as const;

export const fieldGroups = (): ImportFieldGroup[] => [
  {
    title: texts.file,
    fields: [
      {
        key: 'file',
        label: texts.fileLabel,
        kind: 'file',
        endings: ['.nir', '.net'],
        help: texts.fileHelp,
      },
      { key: 'dtMs', label: texts.dt, kind: 'number', unit: 'ms', min: 0, step: 0.1, help: texts.dtHelp },
    ],
  },
  {
    title: texts.rules,
    fields: [
      { key: 'reset', label: texts.reset, kind: 'choice', help: texts.resetHelp },
      { key: 'firing', label: texts.firing, kind: 'choice', help: texts.firingHelp },
      { key: 'integration', label: texts.integration, kind: 'choice', help: texts.integrationHelp },
      { key: 'integrator', label: texts.integrator, kind: 'choice', help: texts.integratorHelp },
    ],
  },
  {
    title: texts.run,
    fields: [
      { key: 'source', label: texts.data, kind: 'source', help: texts.dataHelp },
      {
        ...whole,
        key: 'steps',
        label: texts.steps,
        unit: texts.stepsUnit,
        empty: texts.asRecorded,
        help: texts.stepsHelp,
      },
      {
        ...whole,
        key: 'samples',
        label: texts.samples,
        unit: texts.atMost,
        empty: texts.all,
        help: texts.samplesHelp,
      },
      { key: 'systems', label: texts.systems, kind: 'systems', help: texts.systemsHelp },
      { ...whole, key: 'tws', label: texts.tws, unit: texts.stepsUnit, help: texts.twsHelp },
    ],
  },
];

export function choicesOf(key: ImportField): { label: string; value: string }[] {
  const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = texts.choices;
  return Object.entries(choices[key] ?? {}).map(([value, label]) => ({ label, value }));
}
