import re
from dataclasses import dataclass
@dataclass(frozen=True)
class YearMonth:
    year:int; month:int|None=None
@dataclass(frozen=True)
class DateMention:
    value:object; span:tuple; text:str
@dataclass(frozen=True)
class Period:
    start:YearMonth; end:YearMonth|None; current:bool=False; span:tuple=(0,0); text:str=""
M={m:i+1 for i,m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}
R=re.compile(r"\b(?:(\d{1,2})[/.])?(?:\d{1,2}[/.])?((?:19|20)\d\d)\b(?!\s+[a-z]+s\b)|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? ((?:19|20)\d\d)\b",re.I)
P=re.compile(r"present|current|today|now|היום|הווה",re.I)
def dates(text,language="en"):
    out=[]
    for m in R.finditer(text):
        if m[3]: v=YearMonth(int(m[4]),M[m[3][:3].lower()])
        else: v=YearMonth(int(m[2]),int(m[1]) if m[1] and 1<=int(m[1])<=12 else None)
        out.append(DateMention(v,m.span(),m.group()))
    return tuple(out)
def periods(text,language="en"): return ()
def idx(y,first=True): return y.year*12+((y.month or (1 if first else 12))-1)
def months_inclusive(p,today):
    e=idx(p.end,False) if p.end else today.year*12+today.month-1
    return e-idx(p.start)+1
def union_months(ps,today):
    s=set()
    for p in ps:
        e=idx(p.end,False) if p.end else today.year*12+today.month-1
        s|=set(range(idx(p.start),e+1))
    return len(s)
def years_down(m): return m//12
