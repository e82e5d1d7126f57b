/** The part of the composition that adds and removes reports. */
import type { App, RefreshOptions } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import type { ReportIndex } from './domain/report-index.js';
import { removeReportFile, storeReport } from './load/store-report.js';

export interface ReportParts {
  readonly index: ReportIndex;
  readonly folder: string;
  readonly maxFileBytes: number;
  readonly refresh: (options: RefreshOptions) => Promise<unknown>;
}

export function openReports(parts: ReportParts): Pick<App, 'addReport' | 'removeReport'> {
  const { index, folder } = parts;
  return {
    async addReport(upload, { onStored, ...options } = {}) {
      const file = await storeReport(upload, parts);
      onStored?.(file);
      await parts.refresh(options);
      return (await index.documents()).filter((document) => document.file === file);
    },
    async removeReport(id, options = {}) {
      const documents = await index.documents();
      const document = documents.find((one) => one.id === id);
      if (document === undefined) {
        throw new AppError('There is no document with this id.', {
          code: 'document_unknown',
          hint: 'Run `npm run show` for the list of documents.',
        });
      }
      if (documents.some(({ file, id: other }) => file === document.file && other !== id)) {
        throw new AppError(`${document.file} holds other documents too.`, {
          code: 'report_shared',
          hint: `Take the line out of ${document.file} by hand; a changed file is read again.`,
        });
      }
      await removeReportFile(document.file, folder);
      await parts.refresh(options);
    },
  };
}
