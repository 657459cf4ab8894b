import { switchEnvironments } from './environments.ts';
import { linkPicture } from './picture.ts';
import { followLinks, openForPrint } from './reveal.ts';
import { searchPage } from './search.ts';
import { linkSpec } from './spec-links.ts';

// All that the page does by itself. Without this script it can be read all the same.

const search = searchPage();
const relight = linkSpec();
switchEnvironments(() => {
  search();
  relight();
});
linkPicture();
openForPrint();
followLinks();
