import { createApi } from './api.js';
import { openPage } from './open-page.js';

void openPage(createApi());
