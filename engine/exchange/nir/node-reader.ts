/**
 * Reads the fields of one node's HDF5 group and collects every mistake. Integers come as 64-bit or as floats,
 * single values as arrays of one; both are accepted. A field that is missing or wrong reads as a stand-in, so that
 * one pass finds all mistakes.
 */
import { errorAt, warningAt } from '../../contract/index.ts';
import type { Issue } from '../../contract/index.ts';
import { numbersOf, textOf } from '../../hdf5/tree.ts';
import type { Hdf5Group } from '../../hdf5/tree.ts';
import { shapeText, sizeOf } from './graph.ts';
import type { NirTensor, Pair } from './graph.ts';

const MOST_AXES = 8;
const MOST_SIZE = 1_000_000;
const STAND_IN: NirTensor = { shape: [], values: Float64Array.of(1) };

export class NodeReader {
  readonly path: string;
  private readonly group: Hdf5Group;
  private readonly issues: Issue[];
  private readonly warnings: Issue[];

  /** path: `file:/node/nodes/name`. */
  constructor(group: Hdf5Group, path: string, issues: Issue[], warnings: Issue[]) {
    this.group = group;
    this.path = path;
    this.issues = issues;
    this.warnings = warnings;
  }

  has(field: string): boolean {
    return this.group.children.has(field);
  }

  fault(field: string, code: string, message: string): void {
    this.issues.push(errorAt(`${this.path}/${field}`, `nir/${code}`, message));
  }

  note(field: string, code: string, message: string): void {
    this.warnings.push(warningAt(`${this.path}/${field}`, `nir/${code}`, message));
  }

  text(field: string): string | null {
    return textOf(this.group.children.get(field) ?? null);
  }

  /** Finite numbers of any shape. */
  tensor(field: string): NirTensor {
    const node = this.group.children.get(field);
    if (!node) {
      this.fault(field, 'missing-field', 'must be in the file (got nothing); export the network again');
      return STAND_IN;
    }
    if (node.kind === 'unread') {
      this.fault(
        field,
        'unread-field',
        `must be readable (got ${node.reason}); write it again with gzip or without compression`,
      );
      return STAND_IN;
    }
    const values = node.kind === 'dataset' ? numbersOf(node.values) : null;
    if (node.kind !== 'dataset' || !values) {
      this.fault(field, 'field-type', `must hold numbers (got ${node.kind}); export the network again`);
      return STAND_IN;
    }
    if (node.shape.length > MOST_AXES || values.length !== sizeOf(node.shape) || values.length === 0) {
      const got = `${values.length} of shape ${shapeText(node.shape)}`;
      this.fault(
        field,
        'field-shape',
        `must hold at least one number and at most ${MOST_AXES} axes (got ${got})`,
      );
      return STAND_IN;
    }
    const odd = values.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) {
      this.fault(
        field,
        'finite',
        `must hold finite numbers (got ${values[odd]} at element ${odd}); train the network again`,
      );
      return STAND_IN;
    }
    return { shape: node.shape, values };
  }

  optionalTensor(field: string): NirTensor | null {
    return this.has(field) ? this.tensor(field) : null;
  }

  /** Whole numbers of least..1,000,000, as a list; null where the field is absent. */
  whole(field: string, least: number): readonly number[] | null {
    if (!this.has(field)) return null;
    const { values } = this.tensor(field);
    const odd = values.findIndex((n) => !Number.isInteger(n) || n < least || n > MOST_SIZE);
    if (odd >= 0 || values.length > MOST_AXES) {
      const got = odd >= 0 ? values[odd] : `${values.length} numbers`;
      this.fault(field, 'whole', `must hold whole numbers of ${least} to ${MOST_SIZE} (got ${got})`);
      return null;
    }
    return [...values];
  }

  /** One number for each of `axes`; a single number counts for all. Absent: `fallback`, said as a warning. */
  perAxis(field: string, axes: number, least: number, fallback: number | null): readonly number[] {
    const found = this.whole(field, least);
    if (!found) {
      if (this.has(field)) return Array.from({ length: axes }, () => Math.max(1, least));
      return this.absent(field, axes, fallback);
    }
    if (found.length === axes) return found;
    if (found.length === 1) return Array.from({ length: axes }, () => found[0]);
    this.fault(field, 'axes', `must be one number or ${axes} (got ${found.length})`);
    return Array.from({ length: axes }, () => Math.max(1, least));
  }

  pair(field: string, least: number, fallback: number | null): Pair {
    const [y, x] = this.perAxis(field, 2, least, fallback);
    return [y, x];
  }

  integer(field: string, fallback: number): number {
    if (!this.has(field)) {
      this.note(field, 'defaulted', `is not in the file; read as ${fallback}`);
      return fallback;
    }
    const { values } = this.tensor(field);
    if (values.length === 1 && Number.isInteger(values[0]) && Math.abs(values[0]) <= MOST_SIZE)
      return values[0];
    this.fault(
      field,
      'whole',
      `must be one whole number (got ${values.length === 1 ? values[0] : values.length})`,
    );
    return fallback;
  }

  private absent(field: string, axes: number, fallback: number | null): readonly number[] {
    if (fallback === null)
      this.fault(field, 'missing-field', 'must be in the file (got nothing); export the network again');
    else this.note(field, 'defaulted', `is not in the file; read as ${fallback}`);
    return Array.from({ length: axes }, () => fallback ?? 1);
  }
}
