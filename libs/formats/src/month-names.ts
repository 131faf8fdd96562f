import { table } from './table.js';

/** Names of months as feeds write them, by month: English, German, French, Spanish, Portuguese, Italian, Dutch, Nordic, Polish, Russian, Greek, Hungarian. */
const names: readonly string[] = [
  'jan january januar jänner january janvier janv ene enero janeiro gennaio gen januari styczeń stycznia янв январь января ιαν ιανουάριος ιανουαρίου január',
  'feb february februar feber février fevrier févr fev fév febrero fevereiro febbraio februari luty lutego фев февр февраль февраля φεβ φεβρουάριος φεβρουαρίου február febr',
  'mar march märz mrz mär mars marzo março marco maart mrt marzec marca мар март марта μαρ μάρ μάρτιος μαρτίου március márc',
  'apr april avril avr abr abril aprile kwiecień kwietnia апр апрель апреля απρ απρίλιος απριλίου április ápr',
  'may mai mayo maio maggio mag mei maj maja май мая μαι μάι μαϊ μάιος μαΐου május máj',
  'jun june juni juin junio junho giugno giu czerwiec czerwca июн июнь июня ιουν ιούν ιούνιος ιουνίου június jún',
  'jul july juli juillet juil julio julho luglio lug lipiec lipca июл июль июля ιουλ ιούλ ιούλιος ιουλίου július júl',
  'aug august août aout agosto ago augustus augusti sierpień sierpnia авг август августа αυγ αύγ αύγουστος αυγούστου augusztus',
  'sep sept september septembre septiembre set setembro settembre wrzesień września сен сент сентябрь сентября σεπ σεπτ σεπτέμβριος σεπτεμβρίου szeptember szept',
  'oct october okt oktober octobre octubre out outubro ottobre ott październik października окт октябрь октября οκτ οκτώβριος οκτωβρίου október',
  'nov november novembre noviembre novembro listopad listopada ноя нояб ноябрь ноября νοε νοέ νοέμβριος νοεμβρίου',
  'dec december dez dezember décembre decembre déc diciembre dic dezembro dicembre desember des grudzień grudnia дек декабрь декабря δεκ δεκέμβριος δεκεμβρίου',
];

const byName = table(Object.fromEntries(names.flatMap((line, i) => line.split(' ').map((name) => [name, i + 1]))));

/** 1 to 12 for the name of a month, whatever its case and with or without a full stop; undefined for another word. */
export const monthByName = (word: string): number | undefined => byName[word.toLowerCase().replace(/\.$/, '')];
