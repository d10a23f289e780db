/** The application's version, from its package.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_PATHS } from './paths.ts';

export function appVersion(): string {
  const { version } = JSON.parse(readFileSync(join(APP_PATHS.application, 'package.json'), 'utf8'));
  return String(version);
}
