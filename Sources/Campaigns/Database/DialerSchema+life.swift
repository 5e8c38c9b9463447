import GRDB

/// The life of a campaign, its pilot, and what nobody may do to either.
extension DialerSchema {
    static let campaignLife = """
        -- Where a campaign's days are counted for people of whom nothing says where they live.
        ALTER TABLE campaign ADD COLUMN zone TEXT NOT NULL DEFAULT 'GMT';
        ALTER TABLE campaign ADD COLUMN startsAt INTEGER;
        ALTER TABLE campaign ADD COLUMN endsAt INTEGER CHECK (endsAt > startsAt);
        -- How many contacts are called before somebody approves of it; none for all.
        ALTER TABLE campaign ADD COLUMN pilot INTEGER CHECK (pilot > 0);
        ALTER TABLE campaign ADD COLUMN pilotApprovedAt INTEGER;
        -- Was leased while the pilot was on.
        ALTER TABLE contact ADD COLUMN isPilot INTEGER NOT NULL DEFAULT 0 CHECK (isPilot IN (0, 1));
        UPDATE campaign SET zone = coalesce(definition ->> '$.window.zone.identifier', 'GMT'),
            definition = json_insert(definition, '$.share', 1);

        CREATE INDEX contact_forPilot ON contact(campaign, dueAt, id) WHERE isPilot = 1;
        CREATE INDEX event_forSubject ON event(subject, id);
        -- By what the waiting wait for, with when they are due, so that they are counted without a look at their rows.
        DROP INDEX contact_heldBy;
        CREATE INDEX contact_heldBy ON contact(campaign, heldBy, dueAt) WHERE state = 'waiting';

        CREATE TRIGGER campaign_goesForward BEFORE UPDATE OF state ON campaign
        WHEN NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN (
            'draft validated', 'draft finished', 'validated scheduled', 'validated running', 'validated finished',
            'scheduled running', 'scheduled finished', 'running paused', 'running finished', 'paused running',
            'paused finished')
        BEGIN SELECT RAISE(ABORT, 'a campaign goes from draft to finished, and never back'); END;

        CREATE TRIGGER campaign_beginsAsDraft BEFORE INSERT ON campaign WHEN NEW.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'a campaign begins as a draft'); END;

        CREATE TRIGGER campaign_isScheduledForATime BEFORE UPDATE ON campaign
        WHEN NEW.state = 'scheduled' AND NEW.startsAt IS NULL
        BEGIN SELECT RAISE(ABORT, 'a scheduled campaign has its time'); END;

        CREATE TRIGGER campaign_isKept BEFORE DELETE ON campaign
        BEGIN SELECT RAISE(ABORT, 'a campaign is never deleted'); END;

        CREATE TRIGGER contact_joinsALivingCampaign BEFORE INSERT ON contact
        WHEN (SELECT state FROM campaign WHERE id = NEW.campaign) = 'finished'
        BEGIN SELECT RAISE(ABORT, 'nobody joins a finished campaign'); END;

        CREATE TRIGGER lease_isOfARunningCampaign BEFORE INSERT ON lease
        WHEN (SELECT campaign.state FROM contact JOIN campaign ON campaign.id = contact.campaign
            WHERE contact.id = NEW.contact) <> 'running'
        BEGIN SELECT RAISE(ABORT, 'only a running campaign leases contacts'); END;

        CREATE TRIGGER lease_isWithinThePilot BEFORE INSERT ON lease
        WHEN EXISTS (SELECT 1 FROM contact JOIN campaign ON campaign.id = contact.campaign
            WHERE contact.id = NEW.contact AND isPilot = 0 AND pilot IS NOT NULL AND pilotApprovedAt IS NULL)
        BEGIN SELECT RAISE(ABORT, 'until a pilot is approved only its contacts are called'); END;

        CREATE TRIGGER contact_isWithinThePilot BEFORE UPDATE OF isPilot ON contact
        WHEN NEW.isPilot = 1 AND OLD.isPilot = 0 AND (SELECT count(*) FROM contact
            WHERE campaign = NEW.campaign AND isPilot = 1) >= (SELECT pilot FROM campaign WHERE id = NEW.campaign)
        BEGIN SELECT RAISE(ABORT, 'a pilot has no more contacts than its campaign says'); END;
        """
}
