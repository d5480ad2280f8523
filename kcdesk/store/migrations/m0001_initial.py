"""Version 1: the first tables. Frozen: written down once, and never changed after a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS: tuple[str, ...] = (
    """\
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT
) WITHOUT ROWID""",
    """\
CREATE TABLE log (
  position INTEGER PRIMARY KEY,
  id TEXT,
  kind INTEGER,
  entity TEXT,
  row TEXT,
  save TEXT,
  device TEXT,
  at TEXT,
  by TEXT,
  origin TEXT,
  chain BLOB,
  body TEXT
)""",
    "CREATE UNIQUE INDEX log_id ON log (id)",
    "CREATE INDEX log_row ON log (row)",
    "CREATE INDEX log_save ON log (save)",
    """\
CREATE TABLE unsettled (
  entity TEXT,
  row TEXT,
  conflicts TEXT,
  waiting TEXT,
  PRIMARY KEY (entity, row)
) WITHOUT ROWID""",
    """\
CREATE TABLE bundles (
  id TEXT PRIMARY KEY,
  direction TEXT,
  kind TEXT,
  sequence INTEGER,
  device TEXT,
  log TEXT,
  position_from INTEGER,
  position_to INTEGER,
  chain TEXT,
  sha256 TEXT,
  code TEXT,
  state TEXT,
  at TEXT,
  manifest TEXT,
  body TEXT
)""",
    "CREATE INDEX bundles_at ON bundles (direction, at)",
    """\
CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  key TEXT,
  code TEXT,
  state TEXT,
  at TEXT,
  body TEXT
)""",
    """\
CREATE TABLE held (
  id TEXT PRIMARY KEY,
  kind TEXT,
  bundle TEXT,
  device TEXT,
  reason TEXT,
  state TEXT,
  at TEXT,
  sha256 TEXT,
  body TEXT
)""",
    """\
CREATE TABLE drafts (
  entity TEXT,
  row TEXT,
  at TEXT,
  body TEXT,
  PRIMARY KEY (entity, row)
) WITHOUT ROWID""",
    """\
CREATE TABLE establishment (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "code" TEXT, "name" TEXT, "legal_form" TEXT, "legal_form_note" TEXT,
  "status" TEXT, "tax_code" TEXT, "tax_code_missing_reason" TEXT, "registration_number" TEXT,
  "registration_date" TEXT, "registration_place" TEXT, "founded_year" INTEGER, "commune_code" TEXT,
  "commune_list" TEXT, "address" TEXT, "former_district" TEXT, "latitude" REAL, "longitude" REAL,
  "representative" TEXT, "position" TEXT, "gender" TEXT, "ethnicity" TEXT, "personal_number" TEXT,
  "phone" TEXT, "phone_missing_reason" TEXT, "zalo" TEXT, "email" TEXT, "former_names" TEXT,
  "former_tax_codes" TEXT, "former_owners" TEXT, "changed_on" TEXT, "trade_group" TEXT,
  "main_trade" TEXT, "vsic_code" TEXT, "vsic_version" TEXT, "priority_trade" INTEGER,
  "priority_trade_basis" TEXT, "capital" INTEGER, "workers_total" INTEGER, "figures_year" INTEGER,
  "floor_area" REAL, "industrial_cluster" TEXT, "craft_village" TEXT, "priority_area" TEXT,
  "priority_area_basis" TEXT, "technology_level" TEXT, "fuel" TEXT, "wastes" TEXT,
  "waste_treatment" TEXT, "environment_papers" TEXT, "environment_papers_note" TEXT,
  "cleaner_production" INTEGER, "cleaner_production_year" INTEGER, "eligibility" TEXT,
  "eligibility_reason" TEXT, "note" TEXT, "consent" TEXT, "consent_on" TEXT, "consent_method" TEXT,
  "consent_notice" TEXT, "consent_by" TEXT, _extra TEXT, _sort_name BLOB
)""",
    "CREATE UNIQUE INDEX establishment_id ON establishment (id)",
    'CREATE INDEX establishment_tax_code ON establishment ("tax_code")',
    'CREATE INDEX establishment_commune_code ON establishment ("commune_code")',
    'CREATE INDEX establishment_phone ON establishment ("phone")',
    'CREATE INDEX establishment_zalo ON establishment ("zalo")',
    "CREATE INDEX establishment_sort_name ON establishment (_sort_name) WHERE deleted = 0",
    """\
CREATE INDEX establishment_open ON establishment (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX establishment_position ON establishment (_position)",
    """\
CREATE TABLE establishment_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE site (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "establishment_id" TEXT, "name" TEXT, "commune_code" TEXT, "commune_list" TEXT,
  "address" TEXT, "latitude" REAL, "longitude" REAL, "workers" INTEGER, "floor_area" REAL,
  "is_main" INTEGER, _extra TEXT, _sort_name BLOB
)""",
    "CREATE UNIQUE INDEX site_id ON site (id)",
    'CREATE INDEX site_establishment_id ON site ("establishment_id")',
    'CREATE INDEX site_commune_code ON site ("commune_code")',
    "CREATE INDEX site_sort_name ON site (_sort_name) WHERE deleted = 0",
    """\
CREATE TABLE site_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE product (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "establishment_id" TEXT, "name" TEXT, "is_main" INTEGER, "unit" TEXT,
  "output" REAL, "capacity" REAL, "revenue" INTEGER, "figures_year" INTEGER, "markets" TEXT,
  "note" TEXT, _extra TEXT, _sort_name BLOB
)""",
    "CREATE UNIQUE INDEX product_id ON product (id)",
    'CREATE INDEX product_establishment_id ON product ("establishment_id")',
    "CREATE INDEX product_sort_name ON product (_sort_name) WHERE deleted = 0",
    """\
CREATE TABLE product_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE certificate (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "establishment_id" TEXT, "kind" TEXT, "title" TEXT, "product_id" TEXT,
  "stars" INTEGER, "level" TEXT, "decision_number" TEXT, "issued_by" TEXT, "issued_on" TEXT,
  "expires_on" TEXT, _extra TEXT, _sort_title BLOB
)""",
    "CREATE UNIQUE INDEX certificate_id ON certificate (id)",
    'CREATE INDEX certificate_establishment_id ON certificate ("establishment_id")',
    'CREATE INDEX certificate_product_id ON certificate ("product_id")',
    "CREATE INDEX certificate_sort_title ON certificate (_sort_title) WHERE deleted = 0",
    """\
CREATE TABLE certificate_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE yearly_figure (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "establishment_id" TEXT, "year" INTEGER, "revenue" INTEGER, "profit" INTEGER,
  "tax_paid" INTEGER, "capital" INTEGER, "workers_total" INTEGER, "workers_female" INTEGER,
  "workers_seasonal" INTEGER, "workers_trained" INTEGER, "workers_ethnic" INTEGER,
  "average_income" INTEGER, "electricity_kwh" INTEGER, "water_m3" INTEGER, "source" TEXT,
  _extra TEXT
)""",
    "CREATE UNIQUE INDEX yearly_figure_id ON yearly_figure (id)",
    'CREATE INDEX yearly_figure_establishment_id ON yearly_figure ("establishment_id")',
    """\
CREATE TABLE yearly_figure_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE equipment (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "establishment_id" TEXT, "name" TEXT, "model" TEXT, "quantity" INTEGER,
  "made_year" INTEGER, "origin" TEXT, "capacity" TEXT, "condition" TEXT, _extra TEXT,
  _sort_name BLOB
)""",
    "CREATE UNIQUE INDEX equipment_id ON equipment (id)",
    'CREATE INDEX equipment_establishment_id ON equipment ("establishment_id")',
    "CREATE INDEX equipment_sort_name ON equipment (_sort_name) WHERE deleted = 0",
    """\
CREATE TABLE equipment_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE earlier_support (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "establishment_id" TEXT, "year" INTEGER, "fund_source" TEXT, "activity" TEXT,
  "title" TEXT, "amount" INTEGER, "decision" TEXT, "result" TEXT, _extra TEXT, _sort_title BLOB
)""",
    "CREATE UNIQUE INDEX earlier_support_id ON earlier_support (id)",
    'CREATE INDEX earlier_support_establishment_id ON earlier_support ("establishment_id")',
    "CREATE INDEX earlier_support_sort_title ON earlier_support (_sort_title) WHERE deleted = 0",
    """\
CREATE TABLE earlier_support_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE proposal (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "title" TEXT, "number" TEXT, "form" TEXT, "plan_year" INTEGER,
  "fund_source" TEXT, "activities" TEXT, "implementing_unit" TEXT, "province_code" TEXT,
  "total_cost" INTEGER, "support_amount" INTEGER, "starts_on" TEXT, "ends_on" TEXT, "note" TEXT,
  "status" TEXT, "status_on" TEXT, "status_number" TEXT, _extra TEXT, _sort_title BLOB
)""",
    "CREATE UNIQUE INDEX proposal_id ON proposal (id)",
    "CREATE INDEX proposal_sort_title ON proposal (_sort_title) WHERE deleted = 0",
    """\
CREATE INDEX proposal_open ON proposal (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX proposal_position ON proposal (_position)",
    """\
CREATE TABLE proposal_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE support_request (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "code" TEXT, "establishment_id" TEXT, "commune_code" TEXT, "commune_list" TEXT,
  "kind" TEXT, "application_number" TEXT, "application_on" TEXT, "plan_year" INTEGER,
  "activity" TEXT, "activity_item" TEXT, "fund_source" TEXT, "proposal_form" TEXT,
  "proposal_id" TEXT, "title" TEXT, "objective" TEXT, "necessity" TEXT, "urgency" TEXT,
  "urgency_reason" TEXT, "is_line" INTEGER, "total_cost" INTEGER, "total_cost_note" TEXT,
  "requested_amount" INTEGER, "other_capital" INTEGER, "starts_on" TEXT, "ends_on" TEXT,
  "own_capital_committed" INTEGER, "no_other_support_committed" INTEGER, "trainee_count" INTEGER,
  "training_trade" TEXT, "contest_product" TEXT, "contest_product_id" TEXT, "contest_level" TEXT,
  "contest_group" TEXT, "loan_bank" TEXT, "loan_contract" TEXT, "loan_balance" INTEGER,
  "loan_rate" REAL, "loan_period" TEXT, "loan_term" TEXT, "loan_overdue" INTEGER,
  "outcome_unit" TEXT, "output_before" REAL, "output_after" REAL, "revenue_before" INTEGER,
  "revenue_after" INTEGER, "income_before" INTEGER, "income_after" INTEGER, "new_jobs" INTEGER,
  "energy_unit" TEXT, "energy_before" REAL, "energy_after" REAL, "emission_unit" TEXT,
  "emission_before" REAL, "emission_after" REAL, "outcome_note" TEXT, "commune_opinion" TEXT,
  "commune_opinion_on" TEXT, "commune_opinion_by" TEXT, "reported_status" TEXT,
  "reported_number" TEXT, "reported_on" TEXT, "reported_channel" TEXT, "withdrawn_on" TEXT,
  "withdrawn_reason" TEXT, "note" TEXT, "status" TEXT, "status_on" TEXT, "status_number" TEXT,
  "status_note" TEXT, "approved_on" TEXT, "approved_amount" INTEGER, "paid_amount" INTEGER,
  _extra TEXT, _sort_title BLOB
)""",
    "CREATE UNIQUE INDEX support_request_id ON support_request (id)",
    'CREATE INDEX support_request_establishment_id ON support_request ("establishment_id")',
    'CREATE INDEX support_request_commune_code ON support_request ("commune_code")',
    'CREATE INDEX support_request_proposal_id ON support_request ("proposal_id")',
    'CREATE INDEX support_request_contest_product_id ON support_request ("contest_product_id")',
    "CREATE INDEX support_request_sort_title ON support_request (_sort_title) WHERE deleted = 0",
    """\
CREATE INDEX support_request_open ON support_request (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX support_request_position ON support_request (_position)",
    """\
CREATE TABLE support_request_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE cost_item (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "support_request_id" TEXT, "name" TEXT, "model" TEXT, "origin" TEXT,
  "made_year" INTEGER, "capacity" TEXT, "is_new" INTEGER, "unit" TEXT, "quantity" REAL,
  "unit_price" INTEGER, "amount" INTEGER, "eligible" INTEGER, "quote_number" TEXT, "quote_on" TEXT,
  "quote_supplier" TEXT, "purchased_on" TEXT, "purchase_note" TEXT, _extra TEXT, _sort_name BLOB
)""",
    "CREATE UNIQUE INDEX cost_item_id ON cost_item (id)",
    'CREATE INDEX cost_item_support_request_id ON cost_item ("support_request_id")',
    "CREATE INDEX cost_item_sort_name ON cost_item (_sort_name) WHERE deleted = 0",
    """\
CREATE TABLE cost_item_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE visit (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "establishment_id" TEXT, "visited_on" TEXT, "kind" TEXT,
  "support_request_id" TEXT, "met_with" TEXT, "content" TEXT, "difficulties" TEXT,
  "difficulties_note" TEXT, "figures_year" INTEGER, "revenue" INTEGER, "workers_total" INTEGER,
  "average_income" INTEGER, "conclusion" TEXT, "next_step" TEXT, "next_due_on" TEXT,
  "surveyor" TEXT, _extra TEXT, _sort_content BLOB
)""",
    "CREATE UNIQUE INDEX visit_id ON visit (id)",
    'CREATE INDEX visit_establishment_id ON visit ("establishment_id")',
    'CREATE INDEX visit_support_request_id ON visit ("support_request_id")',
    "CREATE INDEX visit_sort_content ON visit (_sort_content) WHERE deleted = 0",
    """\
CREATE INDEX visit_open ON visit (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX visit_position ON visit (_position)",
    """\
CREATE TABLE visit_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE beneficiary (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "support_request_id" TEXT, "kind" TEXT, "name" TEXT, "establishment_id" TEXT,
  "person_count" INTEGER, "commune_code" TEXT, "commune_list" TEXT, "phone" TEXT, "note" TEXT,
  _extra TEXT, _sort_name BLOB
)""",
    "CREATE UNIQUE INDEX beneficiary_id ON beneficiary (id)",
    'CREATE INDEX beneficiary_support_request_id ON beneficiary ("support_request_id")',
    'CREATE INDEX beneficiary_establishment_id ON beneficiary ("establishment_id")',
    'CREATE INDEX beneficiary_commune_code ON beneficiary ("commune_code")',
    'CREATE INDEX beneficiary_phone ON beneficiary ("phone")',
    "CREATE INDEX beneficiary_sort_name ON beneficiary (_sort_name) WHERE deleted = 0",
    """\
CREATE INDEX beneficiary_open ON beneficiary (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX beneficiary_position ON beneficiary (_position)",
    """\
CREATE TABLE beneficiary_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE attachment (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "owner_type" TEXT, "owner_id" TEXT, "kind" TEXT, "title" TEXT,
  "file_name" TEXT, "file_type" TEXT, "size" INTEGER, "sha256" TEXT, "has_personal_data" INTEGER,
  "taken_on" TEXT, _extra TEXT, _sort_title BLOB
)""",
    "CREATE UNIQUE INDEX attachment_id ON attachment (id)",
    'CREATE INDEX attachment_owner_id ON attachment ("owner_id")',
    "CREATE INDEX attachment_sort_title ON attachment (_sort_title) WHERE deleted = 0",
    """\
CREATE INDEX attachment_open ON attachment (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX attachment_position ON attachment (_position)",
    """\
CREATE TABLE attachment_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE review (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "row_type" TEXT, "row_id" TEXT, "field" TEXT, "words" TEXT,
  "suggested_value" TEXT, "asked_on" TEXT, "due_on" TEXT, "answer" TEXT, "answered_on" TEXT,
  "state" TEXT, _extra TEXT, _sort_words BLOB
)""",
    "CREATE UNIQUE INDEX review_id ON review (id)",
    "CREATE INDEX review_sort_words ON review (_sort_words) WHERE deleted = 0",
    """\
CREATE INDEX review_open ON review (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX review_position ON review (_position)",
    """\
CREATE TABLE review_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE target (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "year" INTEGER, "indicator" TEXT, "indicator_note" TEXT, "value" REAL,
  "fund_source" TEXT, "commune_code" TEXT, "commune_list" TEXT, "collaborator_code" TEXT,
  "basis" TEXT, _extra TEXT, _sort_indicator_note BLOB
)""",
    "CREATE UNIQUE INDEX target_id ON target (id)",
    'CREATE INDEX target_commune_code ON target ("commune_code")',
    "CREATE INDEX target_sort_indicator_note ON target (_sort_indicator_note) WHERE deleted = 0",
    """\
CREATE INDEX target_open ON target (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX target_position ON target (_position)",
    """\
CREATE TABLE target_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
    """\
CREATE TABLE same_as (
  _n INTEGER PRIMARY KEY, id TEXT, deleted INTEGER, _errors INTEGER, _gaps INTEGER,
  _position INTEGER, "row_type" TEXT, "row_a" TEXT, "row_b" TEXT, "joined" INTEGER, "keep" TEXT,
  "reason" TEXT, _extra TEXT, _sort_reason BLOB
)""",
    "CREATE UNIQUE INDEX same_as_id ON same_as (id)",
    "CREATE INDEX same_as_sort_reason ON same_as (_sort_reason) WHERE deleted = 0",
    """\
CREATE INDEX same_as_open ON same_as (deleted, _gaps, _errors)
  WHERE coalesce(_gaps, 1) + coalesce(_errors, 0) > 0""",
    "CREATE INDEX same_as_position ON same_as (_position)",
    """\
CREATE TABLE same_as_search (
  n INTEGER PRIMARY KEY,
  text TEXT
)""",
)


def apply(database: Database) -> None:
    """Make all tables of an empty workspace."""
    for statement in STATEMENTS:
        database.execute(statement)
