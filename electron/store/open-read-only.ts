/** Opens a database that cannot be written, because of its own permissions or those of its folder. */
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { accept, errorAt, refuse, warningAt } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';
import { guard } from './connection.ts';
import type { OpenFile, OpenRequest } from './connection.ts';
import { issueOf } from './failure.ts';
import { hasSideFile } from './file-header.ts';
import { newestVersion, schemaVersion } from './migrate.ts';

export function openReadOnly(request: OpenRequest): Outcome<OpenFile> {
  const { file } = request;
  const db = connect(file, request.timeoutMs);
  try {
    const version = schemaVersion(db);
    const newest = newestVersion(request.migrations);
    if (version < newest) {
      db.close();
      return refuse(tooOld(file, version, newest));
    }
    guard(db);
    const reason = version > newest ? newerWarning(file, version, newest) : notWritable(file);
    return accept({ db, file, readOnly: true }, [reason]);
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * A write-ahead log needs side files, which a read-only folder refuses. Without a log to be read the file is
 * complete by itself and can be opened as one that nobody changes.
 */
function connect(file: string, timeout: number): Database.Database {
  const db = new Database(file, { readonly: true, timeout });
  try {
    db.prepare('select count(*) from sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    const refused = ['store/io', 'store/read-only'].includes(issueOf(error, file)?.code ?? '');
    if (!refused || hasSideFile(file)) throw error;
    return new Database(`${pathToFileURL(file).href}?immutable=1`, { readonly: true, timeout });
  }
}

function tooOld(file: string, version: number, newest: number): Issue {
  const rule = `must be writable to be brought from schema ${version} to ${newest} (got a read-only file or folder)`;
  return errorAt(file, 'store/read-only', `${rule}; change its permissions or copy it elsewhere`);
}

export function newerWarning(file: string, version: number, newest: number): Issue {
  const rule = `must be of schema ${newest} or older to be written (got ${version})`;
  const advice = 'it is open for reading only: update the application to log into it';
  return warningAt(file, 'store/newer-version', `${rule}; ${advice}`);
}

function notWritable(file: string): Issue {
  const rule = 'must be writable to log runs (got a read-only file or folder)';
  const advice = 'it is open for reading only: change its permissions or choose another database';
  return warningAt(file, 'store/read-only', `${rule}; ${advice}`);
}
