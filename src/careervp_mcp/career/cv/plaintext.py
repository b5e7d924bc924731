"""overlay reader"""
import re
from careervp_mcp.career.cv.models import *
from careervp_mcp.career.dates import dates, YearMonth
from careervp_mcp.career.terms import is_occupation, degree_level
KINDS={
"summary":"summary|profile|about me|about|professional summary|personal statement|objective|תקציר|פרופיל|אודות|תקציר מקצועי",
"experience":"experience|work experience|employment|employment history|professional experience|career history|work history|kitchens|relevant experience|ניסיון תעסוקתי|ניסיון|ניסיון מקצועי|תעסוקה|freelance work|clients and employment|career",
"education":"education|training|education and training|academic background|studies|השכלה|לימודים|qualifications and education",
"skills":"skills|key skills|what i can do|technical skills|core skills|tools|skills and tools|tools and skills|software|כלים וידע מקצועי|מיומנויות|כישורים|כלים|software and skills|competencies",
"certifications":"certifications|certificates|licences|licenses|licence and certifications|licences and certifications|membership and certificates|professional qualifications|certificates and licences|accreditations|licences and certificates|רישיונות והסמכות|הסמכות|תעודות|credentials|certifications and training|registrations|licenses and certifications|qualifications",
"languages":"languages|שפות","other":"volunteering|התנדבות|interests|projects",
}
MAP={}
for k,v in KINDS.items():
    for w in v.replace("summary profile","summary|profile").split("|"): MAP[w.strip()]=k
MARK=re.compile(r"^\s*([•●▪■◦○‣·*–—-])\s+")
RANGE=re.compile(r"\(?\b(?:since\s+)?((?:\d{1,2}[/.])?(?:\d{1,2}[/.])?(?:19|20)\d\d(?:-\d\d(?!\d))?|[A-Z][a-z]{2,8}\.? (?:19|20)\d\d)\s*(?:-|–|—|to|until|עד)\s*((?:\d{1,2}[/.])?(?:\d{1,2}[/.])?(?:19|20)\d\d(?:-\d\d(?!\d))?|[A-Z][a-z]{2,8}\.? (?:19|20)\d\d|[Pp]resent|[Cc]urrent|[Nn]ow|[Tt]oday|היום|הווה)\)?")
def norm(s): return re.sub(r"\s+"," ",s.strip().strip("=#*_:|—–- ").strip().casefold())
def heading(line):
    s=line.strip()
    if not s or MARK.match(line) and not s.startswith("**"): return None
    n=norm(s)
    if n in MAP: return MAP[n]
    if (re.fullmatch(r"[A-Z][A-Z &'’]{3,40}:?",s) or re.fullmatch(r"(==+|#+) ?.{2,40}?( ?=+)?",s)) and not re.search(r"\d|@",s): return "other"
    return None
def strip_marks(s): return MARK.sub("",s).strip()
SEP=re.compile(r"\s+[|·•]\s+|\s+[—–]\s+|\s+-\s+|\t+| {3,}")
def split_parts(s):
    parts=[p.strip(" ,;") for p in SEP.split(s)]
    out=[]
    for p in parts: out.append(p)
    return [p for p in out if p]
TYPE=re.compile(r"part-time|contract|contractor|freelance|temporary|seasonal|volunteer|internship|fixed[- ]term|permanent|משרה חלקית|חוזה",re.I)
def occ(p): return any(is_occupation(w.lower()) for w in re.findall(r"[A-Za-z\u05d0-\u05ea]+",p))
def role(lines):
    text="\n".join(lines)
    m=None
    for l in lines:
        m=RANGE.search(l)
        if m: break
    start=end=dts=""; etype=""
    rest=[]
    for l in lines:
        r=RANGE.search(l)
        if r and not dts:
            start,end=r[1],r[2]; dts=r.group().strip("() ")
            l=l[:r.start()]+" | "+l[r.end():]
        par=re.findall(r"\(([^()]*)\)?",l)
        rest.append(re.sub(r"\(\s*([^()|]*?),?\s*\|\s*\)?",lambda q:"| ",l))
        mm=re.search(r"\(\s*([^()|]*?),?\s*\|",l)
        if mm and mm[1].strip(): etype=mm[1].strip(" ,")
    parts=[]
    for l in rest:
        l=l.strip()
        for p in SEP.split(l):
            for q in re.split(r"\s*\|\s*",p):
                q=q.strip(" ,;()") if q.strip(" ,;").count("(")!=q.strip(" ,;").count(")") else q.strip(" ,;")
                if q: parts.append(q)
    if len(parts)==1:
        p=parts[0]
        m2=re.match(r"(.+?) at (.+)",p)
        if m2: parts=[m2[1],m2[2]]
        else:
            b=re.split(r",\s+(?!Inc|LLC|Ltd|LLP)",p)
            # join commas inside parens
            parts=[x for x in b if x]
    title=company=loc=""
    if parts:
        ti=next((i for i,p in enumerate(parts) if occ(p)),0)
        title=parts[ti]; others=[p for i,p in enumerate(parts) if i!=ti]
        if others:
            company=others[0]
            if len(others)>1: loc=others[1]
        if "," in company and len(parts)<=3:
            c=re.split(r",\s+(?!Inc|LLC|Ltd|LLP)",company)
            if len(c)>1: company,loc=c[0],", ".join(c[1:])
        if not company and "," in title:
            c=re.split(r",\s+",title,1)
            title,company=c
    return title,company,start,end,dts,loc,etype
INST=re.compile(r"University|College|School|Institute|Academy|Polytechnic|אוניברסיטת|המכללה|מכללת|הטכניון|Conservatory|Seminary|מכון",re.I)
DEG=re.compile(r"^((?:Level \d |Foundation )?(?:Bachelor(?:'s)?(?: of (?:Science|Arts|Engineering|Education|Laws|Fine Arts|Commerce|Social Work|Business Administration))?|Master(?:'s)?(?: of (?:Science|Arts|Engineering|Education|Social Work|Business Administration))?|B\.?S\.?c?\.?N?|M\.?S\.?c?\.?N?|B\.?A\.?|M\.?A\.?|B\.?Eng|M\.?Eng|B\.?Ed|M\.?Ed|LLB|LLM|MBA|PhD|Ph\.D\.|PGCE|Diploma|Degree|Associate(?:'s)?(?: Degree)?(?: of \w+)?|Certificate|A\.A\.S?\.?|HND|HNC|GCSEs?|High school diploma)(?: \(Hons\))?|תואר (?:ראשון|שני|שלישי)(?: \([^)]*\))?)\s*(?:degree )?(?:in |of |,\s*|ב)?(.*)$",re.I)
STAT=re.compile(r"in progress|expected(?: \w+)? ?\d*|completion expected \d+|ongoing|בלימודים|סיום צפוי \d+|צפוי[ה]? \d+",re.I)
HON=re.compile(r"upper second class|lower second class|first class|second class|[Mm]erit|[Dd]istinction|cum laude|magna cum laude|summa cum laude|with honou?rs|בהצטיינות|2:1|2:2|1st|[Hh]onou?rs|dean's list",re.I)
def edu(line):
    s=strip_marks(line)
    parts=[p.strip() for p in re.split(r",\s+|\s+[|·]\s+|\s+[—–]\s+|\s+-\s+",s) if p.strip()]
    deg=field=inst=status=hon=gpa=grad=""; dts=""
    for p in parts:
        m=DEG.match(p)
        if STAT.fullmatch(p) : 
            status=status or p
            y=re.search(r"(?:19|20)\d\d",p)
            if y: grad=y.group()
        elif re.match(r"GPA",p): gpa=p
        elif HON.fullmatch(p): hon=p
        elif m and not deg: deg,field=m[1].strip(),m[2].strip()
        elif INST.search(p) and not inst: inst=p
        elif re.fullmatch(r"\(?((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?\)?",p): grad=re.findall(r"(?:19|20)\d\d",p)[-1]
        elif re.search(r"(?:19|20)\d\d",p) and dates(p): grad=grad or dates(p)[-1].text
        elif not inst and deg: inst=p if not field or INST.search(p) else inst
        elif not deg: deg=p
    y=re.search(r"\(?((?:19|20)\d\d)\)?$",inst)
    if y and not grad: grad=y[1]; inst=inst[:y.start()].strip()
    return Education(inst,deg,field,graduation_date=grad,gpa=gpa,honors=hon,status=status)
def read_text(text,*,user_id="local",language="auto"):
    if language=="auto": language="he" if len(re.findall(r"[\u05d0-\u05ea]",text))>len(re.findall(r"[A-Za-z]",text)) else "en"
    lines=text.split("\n")
    sec=None; secs=[("head",None,[])]
    for l in lines:
        h=heading(l)
        if h and (len(secs)>1 or any(x.strip() for x in secs[0][2])):
            secs.append((h,l.strip(),[]))
        else: secs[-1][2].append(l)
    head=[l for l in secs[0][2] if l.strip()]
    name=head[0].strip() if head else ""; headline=""
    name=name.strip("#* ")
    if "," in name and occ(name): name,headline=[x.strip() for x in name.split(",",1)]
    email=phone=loc=li="";links=[]
    for l in head[1:]:
        if not re.search(r"@|\d{3}|\.com|example|,|·|\|",l) and not headline: headline=l.strip(); continue
        for p in re.split(r"\s+[|·•/]\s+|,\s+(?=\S*@|\+|\d|linkedin|www)|\s{3,}",l):
            p=re.sub(r"^(?:Email|Phone|Web|Tel|Mobile|Address|E-mail|Location)\s*:\s*","",p.strip(),flags=re.I).strip(" ,")
            if "@" in p: email=p
            elif "linkedin" in p: li=p
            elif re.fullmatch(r"[+(]?[\d ()./-]{7,}",p): phone=p
            elif re.search(r"\.\w{2,}",p) and " " not in p: links.append(p)
            elif p and not loc and not any(c.isdigit() for c in p): loc=p
    exp=[];eds=[];skills=[];certs=[];langs=[];summ="";others=[]
    for kind,hd,ls in secs[1:]:
        if kind=="summary": summ="\n".join(ls).strip()
        elif kind=="experience":
            blocks=[];cur=None
            for l in ls:
                if not l.strip(): 
                    if cur is not None and not cur[1] and not cur[2]: continue
                    continue
                if MARK.match(l):
                    if cur is None: cur=[[],[],[]];blocks.append(cur)
                    cur[1].append(strip_marks(l))
                elif cur is not None and cur[1] and re.match(r"\s+\S",l) and l.strip()[0].islower(): cur[1][-1]+="\n"+l
                elif cur is not None and not cur[1] and not RANGE.search(l) and l.strip().endswith("."): cur[2].append(l.strip())
                elif cur is not None and not cur[1] and not cur[2] and len(cur[0])<3 and not (RANGE.search(l) and any(RANGE.search(x) for x in cur[0])): cur[0].append(l.strip())
                else: cur=[[l.strip()],[],[]];blocks.append(cur)
            for h,b,d in blocks:
                t,c,s,e,dd,lo,et=role(h)
                exp.append(WorkExperience(c,t,s,e,dd,bool(re.fullmatch(r"present|current|now|today|היום|הווה",e.strip(),re.I)),lo," ".join(d),tuple(b)))
        elif kind=="education": eds+=[edu(l) for l in ls if l.strip()]
        elif kind=="skills":
            for l in ls:
                l=strip_marks(l); g=""
                m=re.match(r"([^,:]{2,30}):\s*(.+)",l)
                if m: g,l=m[1],m[2]
                for p in re.split(r"\s*[,;•|]\s+|\s+·\s+(?![^(]*\))",l):
                    p=p.strip(" .")
                    if not p: continue
                    m=re.match(r"(.+?) \(([^)]*)\)$",p)
                    if m and re.search(r"basic|advanced|familiar|expert|intermediate|beginner|proficient|רמה|working",m[2],re.I): skills.append(Skill(m[1],level_text=m[2],group=g))
                    else: skills.append(Skill(p,group=g))
        elif kind=="certifications":
            for l in ls:
                l=strip_marks(l)
                if not l: continue
                ps=[p.strip() for p in re.split(r",\s+|\s+[—–|]\s+",l)]
                ds=[p for p in ps[1:] if re.search(r"(?:19|20)\d\d",p)]
                iss=[p for p in ps[1:] if p not in ds]
                certs.append(Certification(ps[0],issuer=iss[0] if iss else "",date=ds[0] if ds else ""))
        elif kind=="languages":
            for p in re.split(r",\s+|\n",  "\n".join(strip_marks(x) for x in ls)):
                m=re.match(r"(.+?)\s*(?:\(([^)]*)\)|[-–:]\s*(.+))?$",p.strip())
                if p.strip(): langs.append(Language(m[1],(m[2] or m[3] or "").strip()))
        else: others.append(FreeEntry(hd or "",lines=tuple(strip_marks(l) for l in ls if l.strip())))
    cv=CVData(user_id,name,language=language,headline=headline,contact_info=ContactInfo(name,phone,email,loc,li,tuple(links)),experience=tuple(exp),education=tuple(eds),certifications=tuple(certs),skills=tuple(skills),languages=tuple(langs),professional_summary=summ,others=tuple(others))
    return Reading(text,cv)
