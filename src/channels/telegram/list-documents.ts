import type { App } from '../../domain/app.js';
import { AppError } from '../../domain/app-error.js';
import type { DocumentSummary } from '../../domain/report-document.js';

/** The reports; none before the index was built for the first time. */
export async function listDocuments(app: App): Promise<DocumentSummary[]> {
  try {
    return await app.documents();
  } catch (error) {
    if (error instanceof AppError && error.code === 'index_missing') return [];
    throw error;
  }
}
