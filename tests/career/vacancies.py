"""Postings of many professions, all invented, and what each of them asks."""

NORTHGATE = """\
Senior Data Engineer
Northgate Logistics, Columbus, Ohio

Required: Python, SQL, Airflow, Kubernetes, leading engineers, at least 5 years.
Nice to have: Terraform, dbt.
We run 40 depots across Ohio.
"""

NURSE = """\
Registered Nurse (stroke unit)
Maple Hill Hospital - Leeds

About us
Maple Hill has 410 beds and opened a new stroke unit in 2022.

Essential
* NMC registration
* At least two years on a medical ward
* Cannulation and wound care
Desirable
* Experience of thrombolysis
* Polish
"""

TEACHER = """\
Job title: Primary Teacher
School: Fernbank Primary

## Duties
- Teach a class of 28 pupils in Year 4
- Plan lessons with the other teacher of the year

## Person specification
- Qualified Teacher Status
- A degree in education or a related field
- Phonics
- Safeguarding training

## It would be great if you also had
- Forest school leadership
"""

ENGINEER = """\
We are looking for a Civil Engineer to join Tarrant Bridges in Bristol.

You will check calculations and visit sites. You must have a degree in civil engineering and know AutoCAD. \
At least 4 years of bridge design are required. Chartered status would be a plus. No German is needed.
"""

ACCOUNTANT = """\
Pellworth Foods: Management Accountant (York)

What you need:
1. ACCA or CIMA
2. Advanced Excel
3. Five years in month-end reporting
What would help:
1. Power BI
"""

CHEF = """\
SOUS CHEF
The Copper Pan, Galway

WHAT WE ASK
– menu costing and stock control
– Level 3 Food Safety
– ideally a pastry background

WHAT WE GIVE
– tips for all
"""

SALES = """\
Account Executive at Veltro Pumps

Requirements
+ Cold calling, contract renewals and CRM hygiene
+ A CRM such as Salesforce
+ Driving licence

Preferred
+ MEDDIC or a similar method
"""

WAREHOUSE = """\
Position: Warehouse Team Lead
Company: Orrin Storage
Location: Tilbury

You need

- Forklift licence
- 3+ years in a warehouse
- Good Distribution Practice (GDP)
- Cycle counting

A plus

- Kronos

Orrin Storage keeps food for 60 shops.
"""

HEBREW = """\
דרושה: אחות מוסמכת
בית חולים הגליל, כרמיאל

מי אנחנו
בית החולים מפעיל 12 מחלקות בצפון.

דרישות
- רישיון אחות
- ניסיון של 3 שנים לפחות במחלקה פנימית
- שליטה ב-Excel

יתרון
- רוסית
"""

ASKED: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...], int | None], ...] = (
    (
        NORTHGATE,
        "Senior Data Engineer",
        "Northgate Logistics",
        ("Python", "SQL", "Airflow", "Kubernetes", "leading engineers"),
        ("Terraform", "dbt"),
        5,
    ),
    (
        NURSE,
        "Registered Nurse",
        "Maple Hill Hospital",
        ("NMC registration", "medical ward", "Cannulation", "wound care"),
        ("thrombolysis", "Polish"),
        2,
    ),
    (
        TEACHER,
        "Primary Teacher",
        "Fernbank Primary",
        ("Qualified Teacher Status", "degree in education", "Phonics", "Safeguarding training"),
        ("Forest school leadership",),
        None,
    ),
    (
        ENGINEER,
        "Civil Engineer",
        "Tarrant Bridges",
        ("degree in civil engineering", "AutoCAD", "bridge design"),
        ("Chartered status",),
        4,
    ),
    (
        ACCOUNTANT,
        "Management Accountant",
        "Pellworth Foods",
        ("ACCA", "CIMA", "Excel", "month-end reporting"),
        ("Power BI",),
        5,
    ),
    (
        CHEF,
        "SOUS CHEF",
        "The Copper Pan",
        ("menu costing", "stock control", "Level 3 Food Safety"),
        ("pastry",),
        None,
    ),
    (
        SALES,
        "Account Executive",
        "Veltro Pumps",
        ("Cold calling", "contract renewals", "CRM hygiene", "CRM", "Salesforce", "Driving licence"),
        ("MEDDIC",),
        None,
    ),
    (
        WAREHOUSE,
        "Warehouse Team Lead",
        "Orrin Storage",
        ("Forklift licence", "warehouse", "Good Distribution Practice", "GDP", "Cycle counting"),
        ("Kronos",),
        3,
    ),
    (HEBREW, "אחות מוסמכת", "בית חולים הגליל", ("רישיון אחות", "במחלקה פנימית", "Excel"), ("רוסית",), 3),
)
"""Posting, title, company, names asked, names wished, years."""
