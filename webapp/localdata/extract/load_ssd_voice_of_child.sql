-- An example: puts ssd_voice_of_child.csv into the Standard Safeguarding Dataset (SSD 1.4.5).
--
-- Why a table of our own: the stock procedure of the SSD empties ssd_voice_of_child at every refresh, and the
-- refresh drops tables whose names begin with ssd_. So the answers are kept in heard_voice_of_child, and
-- proc_ssd_voice_of_child_custom, which the SSD runner calls instead of the stock procedure when it exists,
-- fills ssd_voice_of_child from there. Each later extract is loaded on top; a row that is there stays as it is.
--
-- Only children who are in ssd_person are put in: the others wait in heard_voice_of_child until they are.
-- Nothing in this table says that a child took part in a review (PN6): that is for the reviewing officer to
-- decide and to write.
--
-- Run the part for your database and not the other. Put your own folder where /folder or C:\folder stands.

-- ===== PostgreSQL: begin (run in Heard's tests) =====

CREATE TABLE IF NOT EXISTS heard_voice_of_child (
    voch_table_id              varchar(48) PRIMARY KEY,
    voch_person_id             varchar(48) NOT NULL,
    voch_explained_worries     char(1),
    voch_story_help_understand char(1),
    voch_agree_worker          char(1),
    voch_plan_safe             char(1),
    voch_tablet_help_explain   char(1)
);

CREATE TEMPORARY TABLE heard_voice_of_child_new (LIKE heard_voice_of_child);

-- From another machine, in psql: \copy heard_voice_of_child_new FROM 'ssd_voice_of_child.csv' CSV HEADER
COPY heard_voice_of_child_new FROM '/folder/ssd_voice_of_child.csv'
    WITH (FORMAT csv, HEADER true, ENCODING 'UTF8');

INSERT INTO heard_voice_of_child SELECT * FROM heard_voice_of_child_new
    ON CONFLICT (voch_table_id) DO NOTHING;

DROP TABLE heard_voice_of_child_new;

CREATE OR REPLACE PROCEDURE proc_ssd_voice_of_child_custom()
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TABLE IF NOT EXISTS ssd_voice_of_child (LIKE heard_voice_of_child INCLUDING ALL);
    DELETE FROM ssd_voice_of_child;
    INSERT INTO ssd_voice_of_child (
        voch_table_id, voch_person_id, voch_explained_worries, voch_story_help_understand,
        voch_agree_worker, voch_plan_safe, voch_tablet_help_explain
    )
    SELECT
        h.voch_table_id, h.voch_person_id, h.voch_explained_worries, h.voch_story_help_understand,
        h.voch_agree_worker, h.voch_plan_safe, h.voch_tablet_help_explain
    FROM heard_voice_of_child AS h
    WHERE EXISTS (SELECT 1 FROM ssd_person AS p WHERE p.pers_person_id = h.voch_person_id);
END;
$$;

-- ===== PostgreSQL: end =====

-- ===== SQL Server: begin (parsed in Heard's tests; not run on SQL Server) =====

IF OBJECT_ID(N'heard_voice_of_child', N'U') IS NULL
    CREATE TABLE heard_voice_of_child (
    voch_table_id              NVARCHAR(48) NOT NULL PRIMARY KEY,
    voch_person_id             NVARCHAR(48) NOT NULL,
    voch_explained_worries     NCHAR(1),
    voch_story_help_understand NCHAR(1),
    voch_agree_worker          NCHAR(1),
    voch_plan_safe             NCHAR(1),
    voch_tablet_help_explain   NCHAR(1)
);
GO

CREATE TABLE #heard_voice_of_child_new (
    voch_table_id              NVARCHAR(48) NOT NULL,
    voch_person_id             NVARCHAR(48) NOT NULL,
    voch_explained_worries     NCHAR(1),
    voch_story_help_understand NCHAR(1),
    voch_agree_worker          NCHAR(1),
    voch_plan_safe             NCHAR(1),
    voch_tablet_help_explain   NCHAR(1)
);
GO

-- BULK INSERT takes no variable for its file; FORMAT = CSV needs SQL Server 2017 or later.
DECLARE @file nvarchar(260) = N'C:\folder\ssd_voice_of_child.csv';
DECLARE @load nvarchar(1000) =
    N'BULK INSERT #heard_voice_of_child_new FROM ''' + @file
    + N''' WITH (FORMAT = ''CSV'', FIRSTROW = 2, CODEPAGE = ''65001'', KEEPNULLS)';
EXEC sp_executesql @load;
GO

INSERT INTO heard_voice_of_child
SELECT n.*
FROM #heard_voice_of_child_new AS n
WHERE NOT EXISTS (SELECT 1 FROM heard_voice_of_child AS h WHERE h.voch_table_id = n.voch_table_id);
GO

DROP TABLE #heard_voice_of_child_new;
GO

CREATE OR ALTER PROCEDURE proc_ssd_voice_of_child_custom
    @src_db sysname = NULL,
    @src_schema sysname = NULL,
    @ssd_timeframe_years int = NULL,
    @ssd_sub1_range_years int = NULL,
    @today_date date = NULL,
    @today_dt datetime = NULL,
    @ssd_window_start date = NULL,
    @ssd_window_end date = NULL,
    @CaseloadLastSept30th date = NULL,
    @CaseloadTimeframeStartDate date = NULL
AS
BEGIN
    SET NOCOUNT ON;

    IF OBJECT_ID(N'ssd_voice_of_child', N'U') IS NULL
    CREATE TABLE ssd_voice_of_child (
        voch_table_id              NVARCHAR(48) NOT NULL PRIMARY KEY,
        voch_person_id             NVARCHAR(48) NOT NULL,
        voch_explained_worries     NCHAR(1),
        voch_story_help_understand NCHAR(1),
        voch_agree_worker          NCHAR(1),
        voch_plan_safe             NCHAR(1),
        voch_tablet_help_explain   NCHAR(1)
    );

    DELETE FROM ssd_voice_of_child;

    INSERT INTO ssd_voice_of_child (
        voch_table_id, voch_person_id, voch_explained_worries, voch_story_help_understand,
        voch_agree_worker, voch_plan_safe, voch_tablet_help_explain
    )
    SELECT
        h.voch_table_id, h.voch_person_id, h.voch_explained_worries, h.voch_story_help_understand,
        h.voch_agree_worker, h.voch_plan_safe, h.voch_tablet_help_explain
    FROM heard_voice_of_child AS h
    WHERE EXISTS (SELECT 1 FROM ssd_person AS p WHERE p.pers_person_id = h.voch_person_id);
END;
GO

-- ===== SQL Server: end =====
