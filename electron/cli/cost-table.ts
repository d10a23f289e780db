/** Energy, latency and EDP of systems as a table. */
import { joulesFromPj, secondsFromUs } from '../../engine/contract/index.ts';
import { si, table } from './format.ts';

export interface CostLine {
  readonly name: string;
  readonly system: string;
  readonly tws: readonly number[];
  readonly energyPj: number;
  readonly latencyUs: number;
  readonly edpJs: number;
}

export function costTable(lines: readonly CostLine[], nameHead: string): string {
  return table(lines, [
    { head: nameHead, of: (line) => line.name },
    { head: 'System', of: (line) => line.system },
    {
      head: 'TWS',
      of: (line) => (new Set(line.tws).size === 1 ? String(line.tws[0]) : line.tws.join(',')),
    },
    { head: 'Energy', right: true, of: (line) => si(joulesFromPj(line.energyPj), 'J') },
    { head: 'Latency', right: true, of: (line) => si(secondsFromUs(line.latencyUs), 's') },
    { head: 'EDP', right: true, of: (line) => si(line.edpJs, 'J·s') },
  ]);
}
