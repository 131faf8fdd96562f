import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '@wiredesk/platform';

import { AuditLogController } from './audit-log/audit-log.controller.js';
import { IntegrateLog } from './audit-log/integrate-log.js';
import { CaseDeskController } from './case-desk/case-desk.controller.js';
import { CaseRecordsController } from './case-records/case-records.controller.js';
import { CasesController } from './cases/cases.controller.js';
import { CaseReader } from './cases/read-case.js';
import { CompleteNoticeController } from './complete-notice/complete-notice.controller.js';
import { CompleteNotice } from './complete-notice/complete-notice.handler.js';
import { CounterFormController } from './counter-notice/counter-form.controller.js';
import { CounterNoticeController } from './counter-notice/counter-notice.controller.js';
import { CounterNotices } from './counter-notice/counter-notice.handler.js';
import { DecideCaseController } from './decide-case/decide-case.controller.js';
import { DecideCase } from './decide-case/decide-case.handler.js';
import { EvidenceFilesController } from './evidence-files/evidence-files.controller.js';
import { ExportBatchesController } from './export-statements/export-batches.controller.js';
import { ExportStatementsController } from './export-statements/export-statements.controller.js';
import { HoldLedgerController } from './hold-ledger/hold-ledger.controller.js';
import { LaneHeartbeat } from './hold-ledger/lane-heartbeat.js';
import { ImportGrantsController } from './import-grants/import-grants.controller.js';
import { JudgeNotifierController } from './judge-notifier/judge-notifier.controller.js';
import { LettersController } from './letters/letters.controller.js';
import { LettersDeskController } from './letters/letters-desk.controller.js';
import { PublicNoticesController } from './letters/public-notices.controller.js';
import { SendLetters } from './letters/send-letters.js';
import { WriteLetters } from './letters/write-letters.js';
import { LicencePagesController } from './licence-pages/licence-pages.controller.js';
import { LiftHold } from './lift-hold/lift-hold.handler.js';
import { ListCasesController } from './list-cases/list-cases.controller.js';
import { ManageGrantsController } from './manage-grants/manage-grants.controller.js';
import { ManageGrants } from './manage-grants/manage-grants.handler.js';
import { RightsReadings } from './metrics/rights-readings.js';
import { TakedownTimes } from './metrics/takedown-times.js';
import { migrations } from './migrations/index.js';
import { OfficerDeskController } from './officer-desk/officer-desk.controller.js';
import { OrderTakedown } from './order-takedown/order-takedown.handler.js';
import { TakedownFormController } from './order-takedown/takedown-form.controller.js';
import { TakedownsController } from './order-takedown/takedowns.controller.js';
import { HoldsController } from './place-hold/holds.controller.js';
import { PlaceHold } from './place-hold/place-hold.handler.js';
import { PreviewGrantController } from './preview-grant/preview-grant.controller.js';
import { PreviewHoldController } from './preview-hold/preview-hold.controller.js';
import { RecallsController } from './recalls/recalls.controller.js';
import { RecoverLedger } from './recover-ledger/recover-ledger.js';
import { rightsConfig } from './rights.config.js';
import { SigningKeys } from './signing/signing-keys.js';
import { SigningKeysController } from './signing/signing-keys.controller.js';
import { TransparencyController } from './transparency/transparency.controller.js';
import { ArticlePublishedConsumer } from './when-article-published-then-note/article-published.consumer.js';
import { CopyRecalledConsumer } from './when-copy-recalled-then-note/copy-recalled.consumer.js';
import { SweepGrants } from './when-grants-change-then-clear-again/sweep-grants.js';
import { ItemChangesConsumer } from './when-item-changes-then-clear-or-refuse/item-changes.consumer.js';
import { ClearOrRefuse } from './when-item-changes-then-clear-or-refuse/item-changes.handler.js';
import { ItemPlacedConsumer } from './when-item-placed-then-follow-its-story/item-placed.consumer.js';
import { DueTimers } from './when-timer-is-due-then-move/due-timers.js';
import { NoticeFiledConsumer } from './when-notice-is-filed-then-take-it/notice-filed.consumer.js';
import { WithdrawNoticeController } from './withdraw-notice/withdraw-notice.controller.js';

@Module({
  controllers: [
    ManageGrantsController,
    ImportGrantsController,
    PreviewGrantController,
    HoldLedgerController,
    PreviewHoldController,
    HoldsController,
    TakedownsController,
    TakedownFormController,
    CasesController,
    ListCasesController,
    CaseDeskController,
    DecideCaseController,
    RecallsController,
    JudgeNotifierController,
    WithdrawNoticeController,
    CompleteNoticeController,
    CounterNoticeController,
    CounterFormController,
    LettersDeskController,
    LicencePagesController,
    OfficerDeskController,
    EvidenceFilesController,
    CaseRecordsController,
    LettersController,
    PublicNoticesController,
    TransparencyController,
    ExportBatchesController,
    ExportStatementsController,
    SigningKeysController,
    AuditLogController,
    NoticeFiledConsumer,
    ItemChangesConsumer,
    ItemPlacedConsumer,
    ArticlePublishedConsumer,
    CopyRecalledConsumer,
  ],
  providers: [RightsReadings, TakedownTimes, ManageGrants, SweepGrants, ClearOrRefuse, LaneHeartbeat, RecoverLedger, PlaceHold, LiftHold, OrderTakedown, CaseReader, DecideCase, CounterNotices, CompleteNotice, DueTimers, SigningKeys, IntegrateLog, SendLetters, WriteLetters],
})
class RightsModule {}

const mebibyte = 1024 * 1024;

/** Holds licences, clears or refuses each item, takes notices, runs their cases, and owns the hold ledger. */
export const rights: ServiceDefinition = { name: 'rights', config: rightsConfig, module: RightsModule, migrations, bodyLimitBytes: 12 * mebibyte };
