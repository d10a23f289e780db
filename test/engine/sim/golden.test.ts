// Every shipped accelerator x network gives the agreed counters, exactly. Re-made only by npm run golden -- --update.
import { describe, expect, it } from 'vitest';
import { agreedText, goldenFiles } from '../../support/golden.ts';

describe('golden counters', () => {
  const files = goldenFiles();
  it('cover every shipped accelerator and network', () => {
    expect(files.length).toBeGreaterThanOrEqual(4);
  });
  it.each(files.map((file) => [file.name, file] as const))('%s', (_, file) => {
    const agreed = agreedText(file);
    if (agreed === null) throw new Error(`${file.name}: no agreed counters; run npm run golden -- --update`);
    expect(JSON.parse(file.text)).toEqual(JSON.parse(agreed));
  });
});
