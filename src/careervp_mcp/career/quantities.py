import re
from dataclasses import dataclass, field
from typing import Literal
Agreement=str
@dataclass(frozen=True)
class Quantity:
    low:float; high:float; kind:str; unit:str=""; per:str=""; bound:str=""; approx:str=""; noun:str=""; modifiers:tuple=(); role:str=""; direction:str=""; span:tuple=(0,0); text:str=""
@dataclass(frozen=True)
class Change:
    before:Quantity; after:Quantity; span:tuple
W={w:i for i,w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
MAG={"k":1e3,"m":1e6,"million":1e6,"thousand":1e3,"b":1e9,"billion":1e9}
TU={"minute":("min",1),"minutes":("min",1),"hour":("min",60),"hours":("min",60),"day":("day",1),"days":("day",1),"week":("week",1),"weeks":("week",1),"month":("month",1),"months":("month",1),"year":("year",1),"years":("year",1),"seconds":("min",1/60),"second":("min",1/60)}
Q=re.compile(r"(?P<b>\b(?:up to|at most|about|around|over|more than|at least|nearly|almost|under|less than|roughly) )?(?P<c>[$€£₪])?(?P<n>\d[\d,]*(?:\.\d+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)(?:[–-](?P<n2>\d+))?(?P<mag>[KMB]\b| ?(?:million|thousand|billion)\b)?(?P<plus>\+)?(?P<pc> ?%| percentage points| percent)?(?:[ -](?P<w>[a-z]+))?(?: (?P<w2>[a-z]+))?",re.I)
def num(s): 
    s=s.lower()
    return float(W[s]) if s in W else float(s.replace(",",""))
def quantities(text,language="en"):
    out=[]
    for m in Q.finditer(text):
        if re.match(r"(?:19|20)\d\d$",m['n']) and not m['w']: continue
        if re.search(r"[A-Za-z/]$",text[:m.start('n')]) or re.search(r"\d[/.]$",text[:m.start('n')]) or text[m.end('n'):m.end('n')+1]=='/': continue
        v=num(m['n'])
        if m['mag']: v*=MAG[m['mag'].strip().lower()]
        hi=float(m['n2']) if m['n2'] else v
        w=(m['w'] or "").lower()
        b={"up to":"at_most","at most":"at_most","over":"at_least","more than":"at_least","at least":"at_least","under":"at_most","less than":"at_most"}.get((m['b'] or "").strip().lower(),"")
        if m['plus']: b="at_least"
        ap={"about":"about","around":"about","roughly":"about","nearly":"nearly","almost":"nearly"}.get((m['b'] or "").strip().lower(),"")
        end=m.end('pc') if m['pc'] else m.end('plus') if m['plus'] else m.end('mag') if m['mag'] else (m.end('n2') if m['n2'] else m.end('n'))
        if m['pc']: k,u="percent","%"; 
        elif m['c']: k,u="money",m['c']
        elif w in TU: k,u="time",TU[w][0]; v*=TU[w][1]; hi*=TU[w][1]; end=m.end('w')
        elif w=="times": k,u="multiplier","x"
        else: k,u="count",""
        if m['pc'] and 'point' in m['pc']: k="points"
        per=""
        pm=re.match(r"\s*[\w]*\s*(?:a|an|per) (day|week|month|year|hour|quarter|shift)",text[end:])
        if pm: per=pm[1]
        if k=="time" and u in("year","month","week","day"): u=u
        st=m.start('c') if m['c'] else m.start('n')
        out.append(Quantity(v,hi,k,u,per,b,ap,w if k=="count" else "",((m['w2'] or "").lower(),) if k=="count" and m['w2'] else (),"team_size" if k=="count" and re.search(r"team of $",text[:m.start()]) else "","",(st,end),text[st:end]))
    return tuple(out)
CH=re.compile(r"from (.{1,20}?) to |(\d+%) to ")
def changes(text,language="en"):
    qs=quantities(text); out=[]
    for a,b in zip(qs,qs[1:]):
        if re.fullmatch(r"\s*[\w ]{0,12}\s*to ",text[a.span[1]:b.span[0]]) and re.search(r"from (?:about )?$",text[:a.span[0]]): out.append(Change(a,b,(a.span[0],b.span[1])))
    return tuple(out)
def same_value(a,b): return abs(a.low-b.low)<1e-6 and abs(a.high-b.high)<1e-6
def derivable(c,q):
    a,b=c.before.low,c.after.low
    if not a or not b: return False
    if q.kind=="percent": return abs(abs(a-b)/a*100-q.low)<0.6
    if q.kind=="multiplier": return abs(max(a,b)/min(a,b)-q.low)<0.06
    if q.kind=="points": return abs(abs(a-b)-q.low)<1e-6
    return False
def compare(s,o,channel):
    if s.kind!=o.kind: return "incomparable"
    if s.kind=="time" and s.unit!=o.unit: return "different unit" if s.low==o.low else "incomparable"
    if s.kind=="money" and s.unit!=o.unit: return "different currency" if s.low==o.low else "different value"
    if same_value(s,o):
        if s.per and o.per and s.per!=o.per: return "different period"
        if (o.bound or o.approx) and not (s.bound or s.approx): return "bound dropped"
        return "same"
    if o.low!=o.high and s.low==s.high and s.low in(o.low,o.high): return "range collapsed"
    if channel=="speech":
        if s.bound=="at_least" and o.low*0.8<=s.low<=o.low: return "rounded"
        if s.approx and abs(s.low-o.low)<=0.05*o.low+ (2 if s.kind=="percent" else 0): return "rounded"
    return "different value"
