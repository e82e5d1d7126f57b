import type { ReportDocument } from '../../src/domain/report-document.js';
import { type RepairText, structureDocument } from '../../src/text/structure-document.js';

/** A repair that finds every text sound. */
export const leaveAsItIs: RepairText = (text) => ({
  text,
  offsets: [],
  repairs: [],
  profile: { damaged: false },
});

export function structurePlainText(text: string, repair: RepairText = leaveAsItIs): ReportDocument {
  return structureDocument(
    {
      id: 'report',
      file: 'report.txt',
      sha256: '',
      title: 'report',
      publisher: null,
      date: null,
      url: null,
      text,
      offsets: [],
    },
    repair,
  );
}
