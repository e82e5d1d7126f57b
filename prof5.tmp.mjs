import {readFileSync} from 'node:fs';
const D='/work/main/dist/';
const {createTokenizer}=await import(D+'text/tokenizer.js');const {createGlossary}=await import(D+'text/glossary.js');const {openDictionary}=await import(D+'text/dictionary-file.js');
const {prepareDocument}=await import(D+'text/prepare-document.js');
const {createReportFolder}=await import(D+'load/report-folder.js');
const t=createTokenizer();const g=createGlossary(openDictionary(readFileSync('/work/main/data/glossary/cc-cedict.tsv')),t);
const src=createReportFolder({folder:'/tmp/crud/small',maxFileBytes:60e6});
const scan=await src.scan(); const f=await src.read(scan.files[0]);
for(let i=0;i<2;i++){const t0=performance.now(); f.documents.map(d=>prepareDocument(d,t,g)); console.log(performance.now()-t0);}
