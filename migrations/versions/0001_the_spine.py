"""The spine: people, questions, contributions, contests, ballots, letters, the record."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None


def upgrade():
    op.create_table('live_ballot',
    sa.Column('contest_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('voter_key', sa.LargeBinary(length=32), nullable=False),
    sa.Column('sealed_words', sa.LargeBinary(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('form_nonce', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('contest_id', 'voter_key', name=op.f('pk_live_ballot')),
    sqlite_with_rowid=False
    )
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=True),
    sa.Column('may_convene', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email'))
    )
    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('convener_name', sa.String(length=120), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('on_the_table', sa.Text(), nullable=False),
    sa.Column('off_the_table', sa.Text(), nullable=False),
    sa.Column('decider', sa.Text(), nullable=False),
    sa.Column('pledge', sa.Text(), nullable=False),
    sa.Column('answerer', sa.String(length=120), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=True),
    sa.Column('ground_rules', sa.Text(), nullable=False),
    sa.Column('ground_rules_html', sa.Text(), nullable=False),
    sa.Column('takes_part', sa.String(length=10), nullable=False),
    sa.Column('votes', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('slug', name=op.f('uq_question_slug'))
    )
    op.create_table('sealed_ballot',
    sa.Column('contest_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.Column('tracker', sa.String(length=16), nullable=False),
    sa.Column('choices', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.PrimaryKeyConstraint('contest_id', 'leaf', name=op.f('pk_sealed_ballot')),
    sqlite_with_rowid=False
    )
    op.create_table('contest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('ballot_form', sa.String(length=20), nullable=False),
    sa.Column('rule', sa.String(length=20), nullable=False),
    sa.Column('rule_options', sa.Text(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('budget_minor', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('max_choices', sa.Integer(), nullable=True),
    sa.Column('publication', sa.String(length=20), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('options_digest', sa.LargeBinary(), nullable=True),
    sa.Column('roll_size', sa.Integer(), nullable=True),
    sa.Column('roll_digest', sa.LargeBinary(), nullable=True),
    sa.Column('key_digest', sa.LargeBinary(), nullable=True),
    sa.Column('key_epoch', sa.Integer(), nullable=True),
    sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leaves_root', sa.LargeBinary(), nullable=True),
    sa.Column('ballots_sealed', sa.Integer(), nullable=True),
    sa.Column('key_destroyed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tallied_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_contest_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest')),
    sa.UniqueConstraint('code', name=op.f('uq_contest_code')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_contest_question_id_number'))
    )
    op.create_table('contribution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('standing', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_by_id', sa.Integer(), nullable=True),
    sa.Column('hidden_for', sa.String(length=20), nullable=True),
    sa.Column('hidden_reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['hidden_by_id'], ['person.id'], name=op.f('fk_contribution_hidden_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contribution_person_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_contribution_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contribution'))
    )
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.create_index('ix_contribution_person_id_created_at', ['person_id', 'created_at'], unique=False)
        batch_op.create_index('ix_contribution_question_id_standing', ['question_id', 'standing'], unique=False)

    op.create_table('holder',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_holder_person_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_holder_question_id')),
    sa.PrimaryKeyConstraint('question_id', 'person_id', name=op.f('pk_holder'))
    )
    op.create_table('letter',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('recipient', sa.String(length=320), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('last_reply', sa.String(length=500), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_letter_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('kind', 'subject', 'recipient', name=op.f('uq_letter_kind_subject_recipient'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_question_id'), ['question_id'], unique=False)
        batch_op.create_index('ix_letter_state_due_at', ['state', 'due_at'], unique=False)

    op.create_table('participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('register_number', sa.String(length=40), nullable=True),
    sa.Column('is_listed', sa.Boolean(), nullable=False),
    sa.Column('wants_letters', sa.Boolean(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participant_person_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_participant_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('question_id', 'email', name=op.f('uq_participant_question_id_email')),
    sa.UniqueConstraint('question_id', 'person_id', name=op.f('uq_participant_question_id_person_id'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_participant_person_id'), ['person_id'], unique=False)

    op.create_table('question_stage',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_question_stage_opens_before_it_closes')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_stage_question_id')),
    sa.PrimaryKeyConstraint('question_id', 'name', name=op.f('pk_question_stage'))
    )
    op.create_table('record_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deed', sa.String(length=40), nullable=False),
    sa.Column('commitment', sa.LargeBinary(), nullable=False),
    sa.Column('previous', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_record_entry_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_entry')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_record_entry_question_id_number'))
    )
    op.create_table('sign_in_link',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('next_path', sa.String(length=300), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('code_tries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_sign_in_link_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_link'))
    )
    with op.batch_alter_table('sign_in_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_link_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_link_question_id'), ['question_id'], unique=False)

    op.create_table('sign_in_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_session')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sign_in_session_token_digest'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_person_id'), ['person_id'], unique=False)

    op.create_table('proposal',
    sa.Column('contribution_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('cost_minor', sa.BigInteger(), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=True),
    sa.Column('is_shortlisted', sa.Boolean(), nullable=True),
    sa.Column('shortlist_reason', sa.Text(), nullable=True),
    sa.Column('shortlisted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_proposal_contribution_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_proposal_question_id')),
    sa.PrimaryKeyConstraint('contribution_id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_proposal_question_id_number'))
    )
    op.create_table('record_words',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('salt', sa.LargeBinary(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['record_entry.id'], name=op.f('fk_record_words_entry_id')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_record_words'))
    )
    op.create_table('result',
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('outcome_digest', sa.LargeBinary(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_result_contest_id')),
    sa.PrimaryKeyConstraint('contest_id', name=op.f('pk_result'))
    )
    op.create_table('roll_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('late_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('took_part', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_roll_entry_contest_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_roll_entry_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_entry')),
    sa.UniqueConstraint('contest_id', 'participant_id', name=op.f('uq_roll_entry_contest_id_participant_id'))
    )
    with op.batch_alter_table('roll_entry', schema=None) as batch_op:
        batch_op.create_index('ix_roll_entry_participant_id', ['participant_id'], unique=False)

    op.create_table('wording',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contribution_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=True),
    sa.Column('situation', sa.Text(), nullable=True),
    sa.Column('situation_html', sa.Text(), nullable=True),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('body_html', sa.Text(), nullable=True),
    sa.Column('folded', sa.Text(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_wording_contribution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wording')),
    sa.UniqueConstraint('contribution_id', 'version', 'language', name=op.f('uq_wording_contribution_id_version_language'))
    )
    op.create_table('comment',
    sa.Column('contribution_id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=500), nullable=True),
    sa.Column('replies_to_id', sa.Integer(), nullable=True),
    sa.Column('met_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_comment_contribution_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.contribution_id'], name=op.f('fk_comment_proposal_id')),
    sa.ForeignKeyConstraint(['replies_to_id'], ['comment.contribution_id'], name=op.f('fk_comment_replies_to_id')),
    sa.PrimaryKeyConstraint('contribution_id', name=op.f('pk_comment')),
    sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_comment_proposal_id_number'))
    )
    op.create_table('option',
    sa.Column('contest_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('situation_html', sa.Text(), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('cost_minor', sa.BigInteger(), nullable=True),
    sa.Column('proposal_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_option_contest_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.contribution_id'], name=op.f('fk_option_proposal_id')),
    sa.PrimaryKeyConstraint('contest_id', 'number', name=op.f('pk_option'))
    )
    op.create_table('support',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('supported_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_support_person_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.contribution_id'], name=op.f('fk_support_proposal_id')),
    sa.PrimaryKeyConstraint('proposal_id', 'person_id', name=op.f('pk_support'))
    )
    with op.batch_alter_table('support', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_support_person_id'), ['person_id'], unique=False)
    refuse_changes('record_entry')
    refuse_changes('sealed_ballot')


def refuse_changes(table):
    """Let the database itself refuse to change or delete a row of this table."""
    if op.get_bind().dialect.name == 'sqlite':
        for deed in ('UPDATE', 'DELETE'):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is never changed', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade():
    with op.batch_alter_table('support', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_support_person_id'))

    op.drop_table('support')
    op.drop_table('option')
    op.drop_table('comment')
    op.drop_table('wording')
    with op.batch_alter_table('roll_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_roll_entry_participant_id')

    op.drop_table('roll_entry')
    op.drop_table('result')
    op.drop_table('record_words')
    op.drop_table('proposal')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_person_id'))

    op.drop_table('sign_in_session')
    with op.batch_alter_table('sign_in_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_link_question_id'))
        batch_op.drop_index(batch_op.f('ix_sign_in_link_email'))

    op.drop_table('sign_in_link')
    op.drop_table('record_entry')
    op.drop_table('question_stage')
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participant_person_id'))
        batch_op.drop_index(batch_op.f('ix_participant_email'))

    op.drop_table('participant')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index('ix_letter_state_due_at')
        batch_op.drop_index(batch_op.f('ix_letter_question_id'))

    op.drop_table('letter')
    op.drop_table('holder')
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.drop_index('ix_contribution_question_id_standing')
        batch_op.drop_index('ix_contribution_person_id_created_at')

    op.drop_table('contribution')
    op.drop_table('contest')
    op.drop_table('sealed_ballot')
    op.drop_table('question')
    op.drop_table('person')
    op.drop_table('live_ballot')
